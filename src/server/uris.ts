/**
 * One name for a document, however a client spells its URI (`%3A` or `:`): the analyzer's files are decoded URIs; what
 * goes out is the spelling that the client used, or an encoded one for documents that it never named.
 */

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    // A stray `%` is a part of the name.
    return uri;
  }
}

export class DocumentNames {
  private readonly spelled = new Map<string, string>();

  /** The analyzer's name of a URI that came from the client. */
  file(uri: string): string {
    const file = decoded(uri);
    this.spelled.set(file, uri);
    return file;
  }

  /** The URI of a file, as the client spells it where it has named it. */
  uri(file: string): string {
    return this.spelled.get(file) ?? encoded(file);
  }
}

function encoded(file: string): string {
  const match = /^([a-z][\w+.-]*:\/\/[^/]*)?(.*)/is.exec(file);
  const path = (match?.[2] ?? file).split('/').map(encodeURIComponent).join('/');
  return `${match?.[1] ?? ''}${path}`;
}

/** Path of a document relative to the folder that holds it, for people and fingerprints; the whole name where none does. */
export function relativeName(file: string, folders: readonly string[]): string {
  const folder = folders.find((candidate) => file.startsWith(`${candidate}/`));
  return folder === undefined ? file : file.slice(folder.length + 1);
}

/** The same for a text that leaves this machine: of a file outside of all folders its name alone. */
export function portableName(file: string, folders: readonly string[]): string {
  const name = relativeName(file, folders);
  return name === file ? (file.split('/').at(-1) ?? file) : name;
}

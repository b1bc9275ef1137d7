/** Files that settings name: read, parsed, and what is wrong with them kept for the user. */
import { FileError } from '../pipeline/json-file.ts';
import type { FileLimits, WorkspaceFiles } from './host.ts';
import { isRemote } from '../pipeline/remote-path.ts';
import { CONFIG_NAME } from './protocol-sources.ts';

/** `/home/…`, `C:\…` or a URI. */
const ABSOLUTE = /^(\/|[A-Za-z]:[\\/]|[a-z][\w+.-]+:\/\/)/;

/** `vscode-vfs://github/`, which is what two files of one machine begin with. */
const MACHINE = /^[a-z][\w+.-]+:\/\/[^/]+\//;

/** Name of a file as the analyzer has it (a URI, decoded); undefined for a relative path without a folder. */
function fileAt(path: string, folder: string | undefined): string | undefined {
  if (!ABSOLUTE.test(path))
    return folder === undefined ? undefined : `${folder}/${path.replace(/^\.\//, '')}`;
  if (path.includes('://')) return path;
  const slashes = path.replaceAll('\\', '/');
  return `file://${slashes.startsWith('/') ? '' : '/'}${slashes}`;
}

/** A file of the folder's machine; undefined without a folder. */
export const placeIn = (folder: string | undefined, path: string): string | undefined =>
  folder === undefined || (isRemote(path) && !isBeside(path, folder)) ? undefined : fileAt(path, folder);

/** A URI on the machine of the folder, as in a workspace that is remote as a whole. */
const isBeside = (uri: string, folder = ''): boolean => {
  const machine = MACHINE.exec(folder)?.[0];
  return machine !== undefined && uri.startsWith(machine);
};

export class NamedFiles {
  readonly problems: unknown[] = [];
  readonly files = new Set<string>();

  constructor(
    private readonly workspace: WorkspaceFiles,
    private readonly limits: FileLimits,
    private readonly uri: (file: string) => string,
  ) {}

  /** The configuration of a folder, if it has one. */
  async config(folder: string | undefined): Promise<string | undefined> {
    return folder === undefined ? undefined : this.textOf(`${folder}/${CONFIG_NAME}`);
  }

  /** Undefined for no path, and for a file that cannot be read. */
  async read(path: string, folder: string | undefined): Promise<string | undefined> {
    const file = path === '' ? undefined : fileAt(path, folder);
    if (file === undefined) return undefined;
    if (isRemote(path) && !isBeside(path, folder)) {
      this.problems.push(new FileError(path, 'remote-path'));
      return undefined;
    }
    this.files.add(file);
    return this.textOf(file);
  }

  /** As `read`, but a file that cannot be read is a problem. */
  async profile(
    path: string,
    folder: string | undefined,
    what: 'unreadable-profile' | 'unreadable-measured' = 'unreadable-profile',
  ): Promise<string | undefined> {
    const text = await this.read(path, folder);
    const file = fileAt(path, folder);
    if (text === undefined && path !== '' && file !== undefined && this.files.has(file))
      this.problems.push(new FileError(path, what));
    return text;
  }

  /** Undefined for no text, and for one that is wrong, which is a problem. */
  parsed<T>(text: string | undefined, parse: (text: string) => T): T | undefined {
    if (text === undefined) return undefined;
    try {
      return parse(text);
    } catch (error) {
      this.problems.push(error);
      return undefined;
    }
  }

  private async textOf(file: string): Promise<string | undefined> {
    const [text] = await this.workspace.read([this.uri(file)], this.limits);
    return text ?? undefined;
  }
}

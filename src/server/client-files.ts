/** Files by request to the client: virtual workspaces, the browser, and clients that know better than a disk. */
import type { Connection } from 'vscode-languageserver';
import type { FileLimits, WorkspaceFiles } from './host.ts';
import type { Definition } from './protocol.ts';
import { checked, clientRequests } from './protocol.ts';

/** Files asked for in one request: one message must not grow to hundreds of megabytes. */
const AT_ONCE = 50;

/** A request to the client, its answer checked. */
export async function askClient<P, R>(
  connection: Connection,
  definition: Definition<P, R>,
  params: P,
): Promise<R> {
  const answer: unknown = await connection.sendRequest(definition.method, params);
  return checked(definition.result, answer, definition.method);
}

export class ClientFiles implements WorkspaceFiles {
  /** @param disk reads what has a path of its own: the client need not be asked for that. */
  constructor(
    private readonly connection: Connection,
    private readonly disk?: WorkspaceFiles,
  ) {}

  async list(_folders: readonly string[], limits: FileLimits): Promise<string[]> {
    const uris = await askClient(this.connection, clientRequests.listFiles, {});
    return uris.slice(0, limits.files);
  }

  async read(uris: readonly string[], limits: FileLimits): Promise<(string | null)[]> {
    const { disk } = this;
    if (!disk) return this.ask(uris, limits);
    const own = uris.filter(isOnDisk);
    const asked = uris.filter((uri) => !isOnDisk(uri));
    const [read, answered] = await Promise.all([disk.read(own, limits), this.ask(asked, limits)]);
    return uris.map((uri) => (isOnDisk(uri) ? read.shift() : answered.shift()) ?? null);
  }

  private async ask(uris: readonly string[], limits: FileLimits): Promise<(string | null)[]> {
    const texts: (string | null)[] = [];
    while (texts.length < uris.length) {
      const some = uris.slice(texts.length, texts.length + AT_ONCE);
      const answer = await askClient(this.connection, clientRequests.readFiles, { uris: some });
      if (answer.length === 0)
        throw new Error(`${clientRequests.readFiles.method}: an answer without a text`);
      texts.push(...answer.slice(0, some.length).map((text) => textOrNull(text, limits)));
    }
    return texts;
  }
}

/** The server runs beside the extension, on the machine that has these files. */
const isOnDisk = (uri: string): boolean => uri.startsWith('file:');

function textOrNull(text: string | null, limits: FileLimits): string | null {
  if (text === null) return null;
  return text.length > limits.bytes || text.includes('\0') ? null : text;
}

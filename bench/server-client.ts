/** Drives the built `acl-perf serve --stdio` as an editor does, and times it. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  StreamMessageReader,
  StreamMessageWriter,
  createProtocolConnection,
} from 'vscode-languageserver-protocol/node';
import type { ProtocolConnection } from 'vscode-languageserver-protocol';

export const URI = 'file:///bench/main.cpp';

interface Published {
  uri: string;
  version?: number;
  diagnostics: { message: string; range: { start: { line: number } } }[];
}

export interface Edit {
  /** Line from 0, and the columns that are replaced. */
  line: number;
  from: number;
  to: number;
  text: string;
}

export class ServerClient {
  private version = 1;

  private constructor(
    private readonly child: ChildProcess,
    private readonly connection: ProtocolConnection,
  ) {}

  static async start(text: string): Promise<ServerClient> {
    const child = spawn(process.execPath, ['dist/cli/acl-perf.cjs', 'serve', '--stdio']);
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    connection.listen();
    await connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {} });
    await connection.sendNotification('initialized', {});
    const client = new ServerClient(child, connection);
    const first = client.published(1);
    const textDocument = { uri: URI, languageId: 'cpp', version: 1, text };
    await connection.sendNotification('textDocument/didOpen', { textDocument });
    await first;
    return client;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  stop(): void {
    this.child.kill();
  }

  /** Closes the server's input without a word; ms until it has ended. */
  endOfInput(): Promise<number> {
    const begun = performance.now();
    const ended = new Promise<number>((resolve) =>
      this.child.once('exit', () => resolve(performance.now() - begun)),
    );
    this.child.stdin?.end();
    return ended;
  }

  request<R>(method: string, params: unknown): Promise<R> {
    return this.connection.sendRequest(method, params);
  }

  async edit({ line, from, to, text }: Edit): Promise<void> {
    const range = { start: { line, character: from }, end: { line, character: to } };
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: URI, version: ++this.version },
      contentChanges: [{ range, text }],
    });
  }

  /** Adds a line at the top, which moves all findings; ms until they have moved, the debounce included. */
  async timeNewLine(): Promise<number> {
    const done = this.published(this.version + 1);
    const begun = performance.now();
    await this.edit({ line: 0, from: 0, to: 0, text: '\n' });
    await done;
    return performance.now() - begun;
  }

  /**
   * Asks for a hover over nothing every 10 ms until `end`; the longest wait for an answer, ms: for so long the server
   * was at one piece of work.
   */
  async longestSilence(end: Promise<unknown>): Promise<number> {
    let isOver = false;
    void end.finally(() => (isOver = true));
    let longest = 0;
    const textDocument = { uri: 'file:///bench/none.cpp' };
    while (!isOver) {
      const begun = performance.now();
      await this.request('textDocument/hover', { textDocument, position: { line: 0, character: 0 } });
      longest = Math.max(longest, performance.now() - begun);
      await pause(10);
    }
    return longest;
  }

  /** When predictions are there. */
  async settled(): Promise<void> {
    await this.request('ascendcl/programs', {});
  }

  /** The first diagnostics of this version of the document. */
  private published(version: number): Promise<void> {
    return new Promise((resolve) => {
      const listener = this.connection.onNotification(
        'textDocument/publishDiagnostics',
        (params: Published) => {
          if (params.uri !== URI || params.version !== version) return;
          listener.dispose();
          resolve();
        },
      );
    });
  }
}

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

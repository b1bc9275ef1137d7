/** A plain LSP client over `acl-perf serve --stdio`: what Neovim, Helix or Emacs do; or over a server in the test's own process. */
import { spawn } from 'node:child_process';
import { PassThrough } from 'node:stream';
import type { Readable, Writable } from 'node:stream';
import { createConnection } from 'vscode-languageserver/node';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import {
  StreamMessageReader,
  StreamMessageWriter,
  createProtocolConnection,
} from 'vscode-languageserver-protocol/node';
import type {
  Diagnostic,
  InitializeResult,
  ProtocolConnection,
  PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol';
import type { ServerHost } from '../../src/server/host.ts';
import { nodeHost } from '../../src/server/node-host.ts';
import { startServer } from '../../src/server/server.ts';
import { ACL_PERF } from './acl-perf.ts';

export interface LspOptions {
  folder?: string;
  /** Several, in place of `folder`. */
  folders?: string[];
  /** Capabilities under `workspace`, beside what the other options say. */
  workspace?: Record<string, unknown>;
  /** Capabilities under `textDocument`. */
  textDocument?: Record<string, unknown>;
  locale?: string;
  /** Answer to workspace/configuration; left out: the client cannot be asked. */
  settings?: Record<string, unknown>;
  initializationOptions?: unknown;
}

/** A server's end of the talk, and what is known of its process where it has one. */
interface Served {
  output: Readable;
  input: Writable;
  /** Whose end is the server's too. */
  processId: number | null;
  stderr: Readable | undefined;
  exited: Promise<number | null>;
}

function servedByProcess(env: Record<string, string>): Served {
  const child = spawn(process.execPath, [ACL_PERF, 'serve', '--stdio'], { env: { ...process.env, ...env } });
  const exited = new Promise<number | null>((resolve) => child.on('close', resolve));
  onTestFinished(() => void child.kill());
  return { output: child.stdout, input: child.stdin, processId: process.pid, stderr: child.stderr, exited };
}

/** As users get it but for the process: without the watchdog, which would end the tests. */
function servedHere(): Served {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const connection = createConnection(new StreamMessageReader(input), new StreamMessageWriter(output));
  const host: ServerHost = { ...nodeHost };
  delete host.watch;
  startServer(connection, host);
  return { output, input, processId: null, stderr: undefined, exited: Promise.resolve(null) };
}

export class LspClient {
  readonly uris = new Map<string, PublishDiagnosticsParams>();
  readonly notices: { method: string; params: unknown }[] = [];
  stderr = '';
  exited: Promise<number | null>;
  private waiting: { done: () => boolean; resolve: () => void }[] = [];

  private constructor(
    readonly connection: ProtocolConnection,
    readonly initialized: InitializeResult,
    exited: Promise<number | null>,
  ) {
    this.exited = exited;
  }

  /** Over a process of its own, for what concerns its start and its end, and for the whole as users get it. */
  static start(options: LspOptions = {}, env: Record<string, string> = {}): Promise<LspClient> {
    return LspClient.over(servedByProcess(env), options);
  }

  /** Over a server in this process, whose modules are loaded. */
  static async startHere(options: LspOptions = {}): Promise<LspClient> {
    const client = await LspClient.over(servedHere(), options);
    // Its simulation threads end with it.
    onTestFinished(() => client.request('shutdown', undefined));
    return client;
  }

  private static async over(
    served: Served,
    {
      folder,
      folders = folder === undefined ? undefined : [folder],
      workspace,
      textDocument,
      locale,
      settings,
      initializationOptions,
    }: LspOptions,
  ): Promise<LspClient> {
    const connection = createProtocolConnection(
      new StreamMessageReader(served.output),
      new StreamMessageWriter(served.input),
    );
    const early: ((client: LspClient) => void)[] = [];
    const ready: { client?: LspClient } = {};
    const tell = (action: (to: LspClient) => void): void =>
      client ? action(client) : void early.push(action);
    served.stderr?.on('data', (data: Buffer) => tell((to) => (to.stderr += data.toString())));
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) =>
      tell((to) => to.published(params)),
    );
    const told = ['ascendcl/changed', 'ascendcl/sweepProgress', 'window/showMessage', 'window/logMessage'];
    for (const method of told) {
      connection.onNotification(method, (params: unknown) => tell((to) => to.noticed(method, params)));
    }
    if (settings !== undefined) {
      connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) =>
        items.map(() => settings),
      );
    }
    connection.onRequest('workspace/codeLens/refresh', () => null);
    connection.onRequest('client/registerCapability', (params: unknown) => {
      tell((to) => to.noticed('client/registerCapability', params));
      return null;
    });
    connection.listen();
    const uris = folders?.map((path) => pathToFileURL(path).href);
    const result: InitializeResult = await connection.sendRequest('initialize', {
      processId: served.processId,
      rootUri: uris?.[0] ?? null,
      workspaceFolders: uris?.map((uri) => ({ uri, name: 'test' })) ?? null,
      capabilities: {
        workspace: { configuration: settings !== undefined, workspaceFolders: true, ...workspace },
        textDocument,
      },
      ...(locale === undefined ? {} : { locale }),
      ...(initializationOptions === undefined ? {} : { initializationOptions }),
    });
    const client = new LspClient(connection, result, served.exited);
    ready.client = client;
    for (const action of early) action(client);
    await connection.sendNotification('initialized', {});
    return client;
  }

  private published(params: PublishDiagnosticsParams): void {
    this.uris.set(params.uri, params);
    this.settle();
  }

  private noticed(method: string, params: unknown): void {
    this.notices.push({ method, params });
    this.settle();
  }

  private settle(): void {
    this.waiting = this.waiting.filter(({ done, resolve }) => {
      if (!done()) return true;
      resolve();
      return false;
    });
  }

  /** Waits until the condition holds, looking after each message of the server. */
  until(done: () => boolean): Promise<void> {
    if (done()) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push({ done, resolve }));
  }

  diagnostics(uri: string): Diagnostic[] {
    return this.uris.get(uri)?.diagnostics ?? [];
  }

  rules(uri: string): string[] {
    return this.diagnostics(uri).map(({ code }) => String(code));
  }

  async open(uri: string, text: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'cpp', version: 1, text },
    });
  }

  async edit(
    uri: string,
    version: number,
    [line, character]: [number, number],
    [endLine, endCharacter]: [number, number],
    text: string,
  ): Promise<void> {
    const range = { start: { line, character }, end: { line: endLine, character: endCharacter } };
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range, text }],
    });
  }

  request<R>(method: string, params: unknown): Promise<R> {
    return this.connection.sendRequest(method, params);
  }
}

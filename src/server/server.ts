/** The language server on a connection: what comes in, and which feature answers. */
import * as v from 'valibot';
import type { Connection, InitializeParams, InitializeResult } from 'vscode-languageserver';
import { ErrorCodes, ResponseError, TextDocumentSyncKind } from 'vscode-languageserver';
import { ByFolder } from '../analyzer/by-folder.ts';
import { createAnalyzer } from '../analyzer/index.ts';
import { visible } from '../pipeline/visible.ts';
import { localeOf } from '../service/locale.ts';
import { Session } from '../service/session.ts';
import { isAbort } from '../service/simulation/job.ts';
import { codeActions, FIX_ALL } from './actions.ts';
import { AnalysisLoop } from './analysis-loop.ts';
import { ClientFiles } from './client-files.ts';
import type { ServerHost, WorkspaceFiles } from './host.ts';
import { withEdits } from './fix-all-action.ts';
import { hover } from './hover.ts';
import { inlayHints } from './inlay-hints.ts';
import { codeLenses, resolveLens } from './lenses.ts';
import type { Failure } from './log.ts';
import { hangText, logFailure } from './log.ts';
import { initializationOptionsSchema, notifications } from './protocol.ts';
import { refreshLenses } from './refresh.ts';
import { PanelRequests, statuses } from './requests.ts';
import { defaultSettings } from './settings.ts';
import type { ServerState } from './state.ts';
import { makeState } from './state.ts';
import { WorkspaceSync } from './workspace-sync.ts';
import { loadProfile } from '../profile/load.ts';

/** Listens on the connection; everything else follows from its messages. */
export function startServer(connection: Connection, host: ServerHost): void {
  let server: LanguageServer | undefined;
  connection.onRequest((method) => {
    if (server) throw new ResponseError(ErrorCodes.MethodNotFound, `request: no method ${visible(method)}`);
    throw notYet();
  });
  connection.onInitialize(async (params) => {
    checkStart(params, server !== undefined);
    host.watch?.((seconds) => hangText(seconds, localeOf(params.locale)));
    server = await LanguageServer.create(connection, host, params);
    return server.describe();
  });
  connection.onInitialized(() => server?.begin());
  connection.onShutdown(() => {
    if (!server) throw notYet();
    server.dispose();
  });
  connection.listen();
}

const notYet = () => new ResponseError(ErrorCodes.ServerNotInitialized, 'request: not initialized');

/** @throws ResponseError for what does not start a server. */
function checkStart(params: unknown, isStarted: boolean): void {
  if (isStarted) throw new ResponseError(ErrorCodes.InvalidRequest, 'request: initialized before');
  const { capabilities } = (params ?? {}) as Partial<InitializeParams>;
  if (typeof capabilities !== 'object')
    throw new ResponseError(ErrorCodes.InvalidParams, 'request: no capabilities');
}

function filesOf(connection: Connection, { disk }: ServerHost, clientProvides: boolean): WorkspaceFiles {
  return disk && !clientProvides ? disk : new ClientFiles(connection, disk);
}

async function makeServerState(
  connection: Connection,
  host: ServerHost,
  params: InitializeParams,
): Promise<ServerState> {
  const parsed = v.safeParse(initializationOptionsSchema, params.initializationOptions ?? {});
  const options = parsed.success ? parsed.output : { providesFiles: false };
  const { runtime, grammar } = await host.wasm(options);
  const newAnalyzer = () => createAnalyzer({ runtimeWasm: runtime, grammarWasm: grammar });
  const analyzer = await newAnalyzer();
  return makeState({
    connection,
    host,
    files: filesOf(connection, host, options.providesFiles),
    session: new Session(analyzer, { profile: loadProfile(), parameters: {} }, host.simulator(options)),
    newAnalyzer,
    startThread: host.startThread(options),
    locale: localeOf(params.locale),
    capabilities: params.capabilities,
    folders: [],
    settings: new ByFolder(defaultSettings()),
    ownClient: options.providesFiles,
  });
}

class LanguageServer {
  private readonly loop: AnalysisLoop;
  private readonly panel: PanelRequests;
  private readonly sync: WorkspaceSync;
  /** As the client knows it. */
  private isBusy = false;

  static async create(
    connection: Connection,
    host: ServerHost,
    params: InitializeParams,
  ): Promise<LanguageServer> {
    return new LanguageServer(await makeServerState(connection, host, params), params);
  }

  private constructor(
    private readonly state: ServerState,
    params: InitializeParams,
  ) {
    this.sync = new WorkspaceSync(state, () => this.touched());
    const tell = (signal: AbortSignal): Promise<void> => this.tellPredictions(signal);
    // Reports that lack gains are asked for again.
    const priced = (signal: AbortSignal): Promise<void> =>
      this.panel.lacksGains ? this.tellPredictions(signal) : Promise.resolve();
    this.loop = new AnalysisLoop(state, tell, priced, this.sync.configured);
    this.panel = new PanelRequests(state, this.loop);
    this.sync.setFolders(params.workspaceFolders?.map(({ uri }) => uri) ?? rootOf(params));
    this.listen();
  }

  describe(): InitializeResult {
    return {
      serverInfo: { name: 'acl-perf', version: this.state.host.version },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: false },
        hoverProvider: true,
        codeActionProvider: { codeActionKinds: ['quickfix', FIX_ALL], resolveProvider: true },
        codeLensProvider: { resolveProvider: true },
        inlayHintProvider: true,
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  }

  /** After the handshake: settings, files, and the first analysis. */
  begin(): void {
    void this.sync.begin().catch((error: unknown) => logFailure('start', error, this.state));
  }

  dispose(): void {
    this.loop.dispose();
    this.state.session.dispose();
  }

  private listen(): void {
    const { connection } = this.state;
    this.sync.listen();
    this.panel.listen();
    connection.onHover((params) => this.guard('hover', null, () => hover(params, this.state)));
    connection.onCodeAction((params) =>
      this.guard('codeAction', [], async () => {
        // Findings of the text before the last edit stand elsewhere, and their fixes would change the wrong places.
        await this.loop.idle();
        return codeActions(params, this.loop.findings(), this.state);
      }),
    );
    connection.onCodeActionResolve((action) =>
      this.guard('codeAction', action, async () => {
        await this.loop.idle();
        return withEdits(action, (finding) => this.loop.isShown(finding), this.state);
      }),
    );
    connection.onCodeLens((params) =>
      this.guard('codeLens', [], async () => {
        await this.loop.idle();
        return codeLenses(params.textDocument.uri, this.state);
      }),
    );
    connection.onCodeLensResolve((lens) => {
      const { signal } = this.loop;
      return this.guard('codeLens', lens, () => resolveLens(lens, this.state, { signal }));
    });
    connection.languages.inlayHint.on((params) =>
      this.guard('inlayHint', [], () => inlayHints(params, this.state)),
    );
  }

  /** A defect in one feature is logged, and the editor goes on without its answer. */
  private async guard<R>(what: Failure, otherwise: R, answer: () => R | Promise<R>): Promise<R> {
    try {
      return await answer();
    } catch (error) {
      // An edit has made the question obsolete.
      if (!isAbort(error)) logFailure(what, error, this.state);
      return otherwise;
    }
  }

  private touched(): void {
    this.panel.forget();
    this.loop.touch();
    this.tellBusy(true);
  }

  private async tellPredictions(signal: AbortSignal): Promise<void> {
    try {
      const programs = await statuses(this.state, { signal });
      signal.throwIfAborted();
      void this.state.connection.sendNotification(notifications.changed.method, { programs });
      refreshLenses(this.state);
    } finally {
      // What has stopped it goes on with it.
      if (!signal.aborted) this.tellBusy(false);
    }
  }

  private tellBusy(isBusy: boolean): void {
    if (this.isBusy === isBusy || !this.state.ownClient) return;
    this.isBusy = isBusy;
    void this.state.connection.sendNotification(notifications.analysing.method, { isBusy });
  }
}

/** Clients of before workspace folders name one root. */
function rootOf({ rootUri }: { rootUri?: string | null }): string[] {
  return rootUri ? [rootUri] : [];
}

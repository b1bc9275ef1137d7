/** Keeps the session's files and settings those of the client: open documents first, the workspace's files behind them. */
import * as v from 'valibot';
import type { FileEvent } from 'vscode-languageserver';
import { FileChangeType } from 'vscode-languageserver';
import { errorText } from '../pipeline/words.ts';
import { breathe } from '../service/breathe.ts';
import type { Failure } from './log.ts';
import { logFailure, logFilesRead } from './log.ts';
import { serverSettingsSchema } from './protocol-settings.ts';
import { CONFIG_NAME, fileLimits, loadSettings, pullSettings } from './settings.ts';
import type { ServerState } from './state.ts';

/** What the analysis reads; the rest of a watched folder is none of its business. */
const SOURCE =
  /\.(c|cc|cpp|cxx|c\+\+|cu|h|hh|hpp|hxx|h\+\+|inl|ipp|tpp)$|(^|\/)(CMakeLists\.txt|compile_commands\.json)$/i;

/** Files read before messages are let in again. */
const AT_ONCE = 50;

const pushedSchema = v.object({ ascendcl: v.optional(v.unknown()) });

export class WorkspaceSync {
  private markConfigured: () => void = () => undefined;
  /** Resolves when the first settings are in force, or could not be had. */
  readonly configured = new Promise<void>((resolve) => (this.markConfigured = resolve));

  constructor(
    private readonly state: ServerState,
    private readonly touched: () => void,
  ) {}

  setFolders(uris: readonly string[]): void {
    this.state.folders = uris.map((uri) => this.state.names.file(uri.replace(/\/$/, '')));
  }

  listen(): void {
    const { connection } = this.state;
    connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
      this.state.session.update(this.state.documents.opened(uri, languageId, version, text));
      this.touched();
    });
    connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
      const { uri, version } = textDocument;
      for (const change of this.state.documents.changed(uri, version, contentChanges)) {
        this.state.session.update(change);
      }
      this.touched();
    });
    connection.onDidCloseTextDocument(({ textDocument }) => this.run('close', this.closed(textDocument.uri)));
    connection.onDidChangeWatchedFiles(({ changes }) => this.run('watchedFiles', this.watched(changes)));
    connection.onDidChangeConfiguration(({ settings }: { settings: unknown }) =>
      this.run('configuration', this.reconfigure(settings)),
    );
  }

  /** Settings, then the files of the workspace. */
  async begin(): Promise<void> {
    const { connection, capabilities } = this.state;
    if (capabilities.workspace?.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => this.state.names.file(uri.replace(/\/$/, ''))));
        const kept = this.state.folders.filter((folder) => !gone.has(folder));
        this.state.folders = [
          ...kept,
          ...added.map(({ uri }) => this.state.names.file(uri.replace(/\/$/, ''))),
        ];
        this.run('folders', this.reload());
      });
    }
    await this.reload();
  }

  private async reload(): Promise<void> {
    try {
      await this.reconfigure(undefined);
    } finally {
      this.markConfigured();
    }
    await this.scan();
    this.touched();
  }

  private async reconfigure(pushed: unknown): Promise<void> {
    const { state } = this;
    state.settings = await this.settingsOfClient(pushed);
    const loaded = await loadSettings(state.settings, state.folders, state.files);
    state.session.configure(loaded.session);
    state.baseline = loaded.baseline;
    for (const problem of loaded.problems) state.connection.console.warn(errorText(problem, state.locale));
    this.touched();
  }

  /** By asking where the client can be asked, else what it has pushed. */
  private settingsOfClient(pushed: unknown) {
    if (this.state.capabilities.workspace?.configuration) return pullSettings(this.state.connection);
    const parsed = v.safeParse(pushedSchema, pushed ?? {});
    const section = parsed.success ? (parsed.output.ascendcl ?? {}) : {};
    return Promise.resolve(v.parse(serverSettingsSchema, section));
  }

  private async scan(): Promise<void> {
    const { state } = this;
    const limits = fileLimits(state.settings);
    const uris = await state.files.list(state.folders.map(encodeURI), limits);
    const wanted = uris.filter((uri) => SOURCE.test(state.names.file(uri)));
    for (let i = 0; i < wanted.length; i += AT_ONCE) {
      await this.readInto(wanted.slice(i, i + AT_ONCE));
      await breathe();
    }
    logFilesRead(wanted.length, state);
  }

  /** What is open in the editor is newer than what is on the disk. */
  private async readInto(uris: readonly string[]): Promise<void> {
    const { state } = this;
    const texts = await state.files.read(uris, fileLimits(state.settings));
    uris.forEach((uri, i) => {
      const file = state.names.file(uri);
      const text = texts[i];
      if (state.documents.has(file)) return;
      if (text === null || text === undefined) state.session.remove(file);
      else state.session.update({ file, text });
    });
  }

  private async closed(uri: string): Promise<void> {
    this.state.documents.closed(uri);
    await this.readInto([uri]);
    this.touched();
  }

  private async watched(changes: readonly FileEvent[]): Promise<void> {
    const { state } = this;
    const named = (uri: string): string => state.names.file(uri);
    if (changes.some(({ uri }) => named(uri).endsWith(`/${CONFIG_NAME}`))) await this.reconfigure(undefined);
    const sources = changes.filter(({ uri }) => SOURCE.test(named(uri)));
    for (const { uri, type } of sources) {
      if (type === FileChangeType.Deleted && !state.documents.has(named(uri)))
        state.session.remove(named(uri));
    }
    const present = sources.filter(({ type }) => type !== FileChangeType.Deleted).map(({ uri }) => uri);
    await this.readInto(present);
    if (sources.length > 0) this.touched();
  }

  private run(what: Failure, work: Promise<void>): void {
    work.catch((error: unknown) => logFailure(what, error, this.state));
  }
}

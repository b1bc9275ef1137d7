/** Keeps the session's files and settings those of the client: open documents first, the workspace's files behind them. */
import * as v from 'valibot';
import type { FileEvent } from 'vscode-languageserver';
import { FileChangeType } from 'vscode-languageserver';
import { ByFolder } from '../analyzer/by-folder.ts';
import { breathe } from '../service/breathe.ts';
import type { Failure } from './log.ts';
import { logFailure, logFilesLeftOut, logFilesRead } from './log.ts';
import { Problems } from './problems.ts';
import type { ServerSettings } from './protocol-settings.ts';
import { serverSettingsSchema } from './protocol-settings.ts';
import type { LoadedSettings } from './settings.ts';
import { fileLimits, loadSettings, pullSettings } from './settings.ts';
import { CONFIG_NAME, isSource } from './protocol-sources.ts';
import type { ServerState } from './state.ts';
import { relativeName } from './uris.ts';
import { Watching } from './watching.ts';

/** Files read before messages are let in again. */
const AT_ONCE = 50;

const pushedSchema = v.object({ ascendcl: v.optional(v.unknown()) });

export class WorkspaceSync {
  private markConfigured: () => void = () => undefined;
  /** Resolves when the first settings are in force, or could not be had. */
  readonly configured = new Promise<void>((resolve) => (this.markConfigured = resolve));

  /** Counts the settings that were asked for: an answer to an older question must not replace a newer one. */
  private asked = 0;
  /** Files that the settings name, as the analyzer names files. */
  private named = new Set<string>();
  private isScanned = false;
  private readonly problems: Problems;
  private readonly watching: Watching;

  constructor(
    private readonly state: ServerState,
    private readonly touched: () => void,
  ) {
    this.problems = new Problems(state);
    this.watching = new Watching(state);
  }

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
    await this.reconfigure(undefined);
    await this.scan();
    this.touched();
  }

  private async reconfigure(pushed: unknown): Promise<void> {
    const turn = ++this.asked;
    try {
      const settings = await this.settingsOfClient(pushed);
      const { state } = this;
      const uri = (file: string): string => state.names.uri(file);
      const loaded = await loadSettings(settings, state.folders, state.files, uri);
      if (turn === this.asked) await this.apply(settings, loaded);
    } finally {
      if (turn === this.asked) this.markConfigured();
    }
  }

  private async apply(settings: ByFolder<ServerSettings>, loaded: LoadedSettings): Promise<void> {
    const { state } = this;
    const limits = JSON.stringify(state.settings.base.limits);
    state.settings = settings;
    state.session.configure(loaded.session);
    state.baselines = loaded.baselines;
    state.logTimes = loaded.logTimes;
    state.measuredFiles = loaded.measuredFiles;
    this.named = new Set(loaded.named);
    this.watching.watch(loaded.named);
    this.problems.tell(loaded.problems);
    this.touched();
    if (this.isScanned && limits !== JSON.stringify(settings.base.limits)) await this.scan();
  }

  /** By asking where the client can be asked, else what it has pushed. */
  private settingsOfClient(pushed: unknown): Promise<ByFolder<ServerSettings>> {
    const { capabilities, connection, folders, names } = this.state;
    if (capabilities.workspace?.configuration)
      return pullSettings(connection, folders, (file) => names.uri(file));
    const parsed = v.safeParse(pushedSchema, pushed ?? {});
    const section = parsed.success ? (parsed.output.ascendcl ?? {}) : {};
    return Promise.resolve(new ByFolder(v.parse(serverSettingsSchema, section)));
  }

  private async scan(): Promise<void> {
    const { state } = this;
    const limits = fileLimits(state.settings.base);
    const uris = await state.files.list(
      state.folders.map((folder) => state.names.uri(folder)),
      limits,
    );
    const wanted = uris.filter((uri) => this.isSource(state.names.file(uri)));
    this.keepOnly(new Set(wanted.map((uri) => state.names.file(uri))));
    const unread: string[] = [];
    for (let i = 0; i < wanted.length; i += AT_ONCE) {
      unread.push(...(await this.readInto(wanted.slice(i, i + AT_ONCE))));
      await breathe();
    }
    this.isScanned = true;
    logFilesRead(wanted.length - unread.length, uris.length >= limits.files, state);
    if (unread.length > 0) logFilesLeftOut(unread, state);
  }

  private isSource(file: string): boolean {
    return isSource(relativeName(file, this.state.folders));
  }

  /** What is no longer in the workspace and not open either is forgotten. */
  private keepOnly(listed: ReadonlySet<string>): void {
    const { session, documents } = this.state;
    for (const file of session.files()) if (!listed.has(file) && !documents.has(file)) session.remove(file);
  }

  /** What is open in the editor is newer than what is on the disk. Returns the files that could not be read. */
  private async readInto(uris: readonly string[]): Promise<string[]> {
    const { state } = this;
    const texts = await state.files.read(uris, fileLimits(state.settings.base));
    return uris.flatMap((uri, i) => {
      const file = state.names.file(uri);
      const text = texts[i];
      if (state.documents.has(file)) return [];
      if (typeof text === 'string') state.session.update({ file, text });
      else state.session.remove(file);
      return typeof text === 'string' ? [] : [file];
    });
  }

  /** A document outside of the workspace is of interest while it is open. */
  private async closed(uri: string): Promise<void> {
    const { documents, folders, session } = this.state;
    const file = documents.closed(uri);
    if (relativeName(file, folders) === file) session.remove(file);
    else await this.readInto([uri]);
    this.touched();
  }

  private async watched(changes: readonly FileEvent[]): Promise<void> {
    const named = (uri: string): string => this.state.names.file(uri);
    const isSetting = (file: string): boolean => file.endsWith(`/${CONFIG_NAME}`) || this.named.has(file);
    if (changes.some(({ uri }) => isSetting(named(uri)))) await this.reconfigure(undefined);
    const deleted = changes.filter(({ type }) => type === FileChangeType.Deleted);
    const gone = deleted.flatMap(({ uri }) => this.removed(named(uri)));
    for (const file of gone) this.state.session.remove(file);
    const present = changes.filter(
      ({ uri, type }) => type !== FileChangeType.Deleted && this.isSource(named(uri)),
    );
    await this.readInto(present.map(({ uri }) => uri));
    if (present.length + gone.length > 0) this.touched();
  }

  /** The known files that are gone with a file or folder, but for those that are open. */
  private removed(gone: string): string[] {
    const { session, documents } = this.state;
    const files = this.isSource(gone)
      ? [gone]
      : session.files().filter((file) => file.startsWith(`${gone}/`));
    return files.filter((file) => !documents.has(file));
  }

  private run(what: Failure, work: Promise<void>): void {
    work.catch((error: unknown) => logFailure(what, error, this.state));
  }
}

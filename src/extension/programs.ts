/** What the extension knows of the workspace's programs; the views, the status bar and the commands look here. */
import * as vscode from 'vscode';
import { notifications, requests } from '../server/protocol.ts';
import type {
  Comparison,
  ProgramReport,
  ProgramStatus,
  SweepResult,
  UnpredictedReport,
} from '../server/protocol.ts';
import type { ServerLink } from './link.ts';

const sameUri = (one: string, other: vscode.Uri): boolean =>
  vscode.Uri.parse(one).toString() === other.toString();

const same = (one: readonly ProgramStatus[], other: readonly ProgramStatus[]): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Work that takes longer than this is told, ms. */
const SOON_MS = 400;

/** Of a program with a rate, or without one. */
export type AnyReport = ProgramReport | UnpredictedReport;

export class Programs implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[] = [];
  private statuses: ProgramStatus[] = [];
  private chosen: string | undefined;
  private cached: { program: string; report: Promise<AnyReport | null> } | undefined;
  private comparisons = new Map<string, Comparison>();
  private sweeps = new Map<string, SweepResult>();
  private heard = false;
  private work: ReturnType<typeof setTimeout> | undefined;
  private busy = false;
  private readonly worked = new vscode.EventEmitter<void>();
  readonly onDidWork = this.worked.event;
  private failure: string | undefined;
  readonly onDidChange = this.changed.event;

  constructor(private readonly link: ServerLink) {
    this.subscriptions.push(
      link.on(notifications.changed, ({ programs }) => this.accept(programs)),
      link.on(notifications.analysing, ({ isBusy }) => this.analyse(isBusy)),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.follow(editor)),
    );
  }

  /** `starting` until the server has told its first result. */
  get phase(): 'starting' | 'ready' | 'empty' | 'failed' {
    if (this.failure !== undefined) return 'failed';
    if (!this.heard) return 'starting';
    return this.statuses.length > 0 ? 'ready' : 'empty';
  }

  /** What is known is of the text before the last change. */
  get isAnalysing(): boolean {
    return this.busy;
  }

  get problem(): string | undefined {
    return this.failure;
  }

  get all(): readonly ProgramStatus[] {
    return this.statuses;
  }

  /** The chosen program, while it exists; else that of the open document; else the first. */
  get active(): ProgramStatus | undefined {
    const chosen = this.statuses.find((status) => status.program === this.chosen);
    return chosen ?? this.of(vscode.window.activeTextEditor?.document.uri) ?? this.statuses[0];
  }

  of(uri: vscode.Uri | undefined): ProgramStatus | undefined {
    if (!uri) return undefined;
    return this.statuses.find((status) => status.files.some((file) => sameUri(file, uri)));
  }

  choose(program: string): void {
    // Not by `active`, which may come from the editor that has just been shown: the views do not know of it yet.
    if (this.chosen === program) return;
    this.chosen = program;
    this.announce();
  }

  /** The report of the active program, asked for once per change. */
  report(): Promise<AnyReport | null> {
    const program = this.active?.program;
    if (program === undefined) return Promise.resolve(null);
    if (this.cached?.program !== program)
      this.cached = { program, report: this.link.request(requests.predict, { program }) };
    return this.cached.report;
  }

  /** The newest statuses, by asking: for commands that must not act on an old picture. */
  async refresh(): Promise<void> {
    const programs = await this.link.request(requests.programs, {});
    this.cached = undefined;
    if (!this.heard || this.failure !== undefined || !same(programs, this.statuses)) this.accept(programs);
  }

  get comparison(): Comparison | null {
    return this.comparisons.get(this.active?.program ?? '') ?? null;
  }

  comparisonOf(program: string): Comparison | undefined {
    return this.comparisons.get(program);
  }

  keepComparison(program: string, comparison: Comparison): void {
    this.comparisons.set(program, comparison);
    this.announce();
  }

  get sweep(): SweepResult | null {
    return this.sweeps.get(this.active?.program ?? '') ?? null;
  }

  keepSweep(program: string, sweep: SweepResult): void {
    this.sweeps.set(program, sweep);
    this.announce();
  }

  /** The server is not there: what it said of the programs would only look as if it were true still. */
  fail(problem: string): void {
    this.failure = problem;
    this.statuses = [];
    this.announce();
  }

  dispose(): void {
    clearTimeout(this.work);
    vscode.Disposable.from(this.changed, this.worked, ...this.subscriptions).dispose();
  }

  /** Work that is over soon is not worth a word. */
  private analyse(isBusy: boolean): void {
    clearTimeout(this.work);
    const tell = (): void => {
      this.busy = isBusy;
      this.worked.fire();
    };
    if (isBusy) this.work = setTimeout(tell, SOON_MS);
    else if (this.busy) tell();
  }

  private accept(programs: ProgramStatus[]): void {
    this.failure = undefined;
    this.heard = true;
    // A sweep describes the program as it was.
    if (!same(programs, this.statuses)) this.sweeps.clear();
    this.statuses = programs;
    this.announce();
  }

  private follow(editor: vscode.TextEditor | undefined): void {
    const program = this.of(editor?.document.uri)?.program;
    if (program !== undefined) this.choose(program);
  }

  private announce(): void {
    this.cached = undefined;
    void vscode.commands.executeCommand('setContext', 'ascendcl.hasProgram', this.statuses.length > 0);
    void vscode.commands.executeCommand('setContext', 'ascendcl.failed', this.failure !== undefined);
    this.changed.fire();
  }
}

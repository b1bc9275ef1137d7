/**
 * The work after an edit, in order of urgency: findings with the gains that are known, then predictions, then the gains
 * that are missing. Each later part ends where a newer edit comes.
 */
import type { Diagnostic } from 'vscode-languageserver';
import type { Notice } from '../analyzer/analysis.ts';
import type { Baseline } from '../analyzer/baseline.ts';
import { newSince } from '../analyzer/baseline.ts';
import type { Finding } from '../analyzer/finding.ts';
import { isFailure } from '../analyzer/walls.ts';
import { visible } from '../pipeline/visible.ts';
import { breathe } from '../service/breathe.ts';
import { noticeText } from '../service/notice-text.ts';
import type { PricedFinding } from '../service/price.ts';
import { isAbort } from '../service/simulation/job.ts';
import { findingDiagnostics, firstDiagnostics, noticeDiagnostics } from './diagnostics.ts';
import { logFailure } from './log.ts';
import { relativeName } from './uris.ts';
import type { ServerState } from './state.ts';

/** Time without an edit after which the analysis starts, ms. */
const DEBOUNCE_MS = 40;

/** Time between two showings of new gains, ms. */
const GAINS_EVERY_MS = 1000;

/** Simulated events that pricing takes after an edit at most, some 20 s; what is left goes on after the next edit. */
const MOST_EVENTS = 60_000_000;

/** Findings that one file shows at most: beyond it an editor is of no more use, and slow. */
const MOST_PER_FILE = 1000;

export class AnalysisLoop {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private work = new AbortController();
  private running: Promise<void> = Promise.resolve();
  /** What each file shows, as JSON, so that nothing is sent twice. */
  private readonly published = new Map<string, string>();
  private logged: ReadonlySet<string> = new Set();
  private latest: readonly PricedFinding[] = [];
  /** Those that the last simulation showed: they stand until the next one has shown others. */
  private stalls: readonly Finding[] = [];

  constructor(
    private readonly state: ServerState,
    /** Told when predictions are new. */
    private readonly predicted: (signal: AbortSignal) => Promise<void>,
    /** Told when gains are new. */
    private readonly priced: (signal: AbortSignal) => Promise<void>,
    /** The settings are known: findings by other settings must not be shown before. */
    readonly configured: Promise<void>,
  ) {}

  /** Something changed: analyse soon. */
  touch(): void {
    this.work.abort();
    this.work = new AbortController();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.start(), DEBOUNCE_MS);
  }

  /** The findings as last published. */
  findings(): readonly PricedFinding[] {
    return this.latest;
  }

  /** Waits for an analysis that is due or under way, not for its gains. */
  async idle(): Promise<void> {
    if (this.timer !== undefined) this.start();
    await this.running;
  }

  /** Aborted when what is known now is out of date. */
  get signal(): AbortSignal {
    return this.work.signal;
  }

  private start(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { signal } = this;
    const before = this.running;
    this.running = before.then(() => this.guarded(signal));
  }

  /** A defect in the analysis of one state of the files must not end the server: the next edit tries again. */
  private async guarded(signal: AbortSignal): Promise<void> {
    await this.configured;
    try {
      await this.analyse(signal);
    } catch (error) {
      if (isAbort(error)) return;
      logFailure('analysis', error, this.state);
      // Of what is known still.
      void this.predicted(signal).catch(() => undefined);
    }
  }

  private async analyse(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const { session } = this.state;
    const stalls = this.stalls.filter(({ range }) => session.textOf(range.file) !== undefined);
    this.publish(session.knownPrices(this.shown([...session.findings(), ...stalls])));
    void this.afterwards(signal);
  }

  /** What nobody has to wait for; a newer edit ends it. */
  private async afterwards(signal: AbortSignal): Promise<void> {
    try {
      await breathe();
      signal.throwIfAborted();
      await this.predicted(signal);
      const { session } = this.state;
      this.stalls = (await session.stalls({ signal })).findings;
      const findings = this.shown([...session.findings(), ...this.stalls]);
      if (await this.price(findings, signal)) await this.priced(signal);
    } catch (error) {
      if (!isAbort(error)) logFailure('pricing', error, this.state);
    }
  }

  /** Shows gains as they come, but seldom enough for an editor. True where some were missing before. */
  private async price(findings: readonly Finding[], signal: AbortSignal): Promise<boolean> {
    let shownAt = performance.now();
    let wasMissing = false;
    const between = async (soFar: readonly PricedFinding[]): Promise<void> => {
      wasMissing = true;
      if (performance.now() - shownAt >= GAINS_EVERY_MS) {
        this.publish(soFar);
        shownAt = performance.now();
      }
      await breathe();
      signal.throwIfAborted();
    };
    const priced = await this.state.session.price(findings, { signal, maxEvents: MOST_EVENTS, between });
    signal.throwIfAborted();
    this.publish(priced);
    return wasMissing;
  }

  /** Does the editor show such a finding, and neither a baseline nor the build hide it? */
  isShown(finding: Finding): boolean {
    return this.shown([finding]).length > 0;
  }

  private shown(findings: Finding[]): Finding[] {
    return this.withoutBaseline(this.builtOrOpen(findings));
  }

  /** Without those in files that no target builds, unless they are open. */
  private builtOrOpen(findings: Finding[]): Finding[] {
    const { session, documents } = this.state;
    const unbuilt = session.unbuilt();
    return findings.filter(({ range }) => !unbuilt.has(range.file) || documents.has(range.file));
  }

  /** Without those that a folder's baseline holds. */
  private withoutBaseline(findings: Finding[]): Finding[] {
    const { baselines } = this.state;
    const kept = baselines.all().flatMap((baseline) => {
      const under = findings.filter(({ range }) => baselines.at(range.file) === baseline);
      return baseline === undefined ? under : this.newSince(under, baseline);
    });
    const known = new Set(kept);
    return findings.filter((finding) => known.has(finding));
  }

  private newSince(findings: readonly Finding[], baseline: Baseline): Finding[] {
    const { folders, session } = this.state;
    const relative = findings.map((finding) => ({
      ...finding,
      range: { ...finding.range, file: relativeName(finding.range.file, folders) },
    }));
    const byRelative = new Map(relative.map((finding, i) => [finding, findings[i]]));
    const files = new Map(findings.map(({ range }) => [relativeName(range.file, folders), range.file]));
    const lineOf = (file: string, line: number) => session.lineOf(files.get(file) ?? file, line);
    return newSince(relative, baseline, lineOf).flatMap((finding) => byRelative.get(finding) ?? []);
  }

  private publish(priced: readonly PricedFinding[]): void {
    this.latest = priced;
    const byFile = new Map<string, PricedFinding[]>();
    for (const item of priced) {
      const { file } = item.finding.range;
      append(byFile, file, item);
    }
    const found = new Map<string, Diagnostic[]>();
    for (const [file, items] of byFile) found.set(file, [...findingDiagnostics(items, this.state).values()]);
    const notices = this.state.session.notices();
    this.logNew(notices.filter(isFailure));
    for (const notice of notices) {
      const shown = noticeDiagnostics([notice], this.state.locale);
      for (const diagnostic of shown) append(found, notice.range.file, diagnostic);
    }
    const files = new Set([...found.keys(), ...this.published.keys()]);
    for (const file of files) this.publishFile(file, found.get(file) ?? []);
  }

  /** What a defect of ours costs is logged once, not after every edit. */
  private logNew(failures: readonly Notice[]): void {
    const lines = failures.map((notice) => {
      const { file, line } = notice.range;
      return `${relativeName(file, this.state.folders)}:${line}: ${noticeText(notice, this.state.locale)}`;
    });
    for (const line of lines) if (!this.logged.has(line)) this.state.connection.console.error(visible(line));
    this.logged = new Set(lines);
  }

  private publishFile(file: string, diagnostics: Diagnostic[]): void {
    const shown = firstDiagnostics(diagnostics, MOST_PER_FILE, this.state.locale);
    const text = JSON.stringify(shown);
    if (this.published.get(file) === text || (shown.length === 0 && !this.published.has(file))) return;
    if (shown.length === 0) this.published.delete(file);
    else this.published.set(file, text);
    const version = this.state.documents.get(file)?.version;
    void this.state.connection.sendDiagnostics({
      uri: this.state.names.uri(file),
      diagnostics: shown,
      ...(version === undefined ? {} : { version }),
    });
  }

  dispose(): void {
    this.work.abort();
    clearTimeout(this.timer);
  }
}

function append<T>(byFile: Map<string, T[]>, file: string, item: T): void {
  const list = byFile.get(file);
  if (list === undefined) byFile.set(file, [item]);
  else list.push(item);
}

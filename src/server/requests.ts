/** The requests of the panel (protocol.ts), each checked on the way in. */
import { CancellationToken, ErrorCodes, ResponseError } from 'vscode-languageserver';
import { PipelineError } from '../pipeline/errors.ts';
import type { UsableValue } from '../measure/usable.ts';
import type { SourceRange } from '../pipeline/source.ts';
import { errorText } from '../pipeline/words.ts';
import { deviceIds, loadProfile } from '../profile/load.ts';
import type { Advice, FixAdvice } from '../service/advice.ts';
import { programOf } from '../service/programs.ts';
import { isAbort } from '../service/simulation/job.ts';
import type { Demand } from '../service/simulation/task.ts';
import { readBeside } from '../service/simulation/thread.ts';
import { mainFix } from '../service/edits.ts';
import type { AnalysisLoop } from './analysis-loop.ts';
import { askTool } from './assist/ask-tool.ts';
import { boundOf } from './bound.ts';
import { bringsAnything, compareProgram, measuredRate } from './compare.ts';
import { exportProgram } from './export.ts';
import { MeasuredRuns } from './measured-runs.ts';
import { planChoices, Planner } from './plan.ts';
import type { BuiltReport } from './program-report.ts';
import {
  buildReport,
  deviceItem,
  failedStatus,
  sendable,
  statusOf,
  unpredictedReport,
} from './program-report.ts';
import type {
  Comparison,
  Definition,
  MeasurementFile,
  ProgramReport,
  ProgramStatus,
  UnpredictedReport,
} from './protocol.ts';
import { checked, requests } from './protocol.ts';
import { toEdits } from './ranges.ts';
import type { ServerState } from './state.ts';
import { programNamed, programsOf } from './state.ts';
import { sweepProgram } from './sweep.ts';
import { untilCancelled } from './until-cancelled.ts';
import { timelineOf } from './timeline.ts';
import { refreshLenses } from './refresh.ts';
import { pipelineTree } from './tree.ts';
import { addMeasured } from './use-measured.ts';
import { Uploads } from './uploads.ts';
import { writeToSource } from './write-source.ts';

/** Reports whose advice can still be applied: some more than there are pages. */
const MOST_REPORTS = 20;

/** Times that a report is made at most, where changes come one after the other. */
const MOST_TRIES = 3;

/** A client that names a token which there is not sends that as one more parameter, before the server's own. */
const tokenOf = (others: readonly unknown[]): CancellationToken =>
  others.find((one) => CancellationToken.is(one)) ?? CancellationToken.None;

export class PanelRequests {
  /** What `applyAdvice` refers to, by report: a page may still show an older one, in another order. */
  private readonly advice = new Map<string, readonly Advice[]>();
  private reports = 0;
  /** Counts the states of the sources. */
  private edition = 0;
  private readonly uploads = new Uploads();
  /** What the last comparison of each program could give the workspace. */
  private readonly values = new Map<string, readonly UsableValue[]>();
  private readonly recorded = new MeasuredRuns();
  private isCut = false;
  private readonly planner: Planner;

  constructor(
    private readonly state: ServerState,
    private readonly loop: AnalysisLoop,
  ) {
    this.planner = new Planner(state);
  }

  listen(): void {
    this.on(requests.programs, () => this.programs());
    this.on(requests.predict, (params) => this.predict(params));
    this.on(requests.whatIf, ({ program, settings }) =>
      this.forProgram(program, async ({ pipeline }) => {
        const prediction = await this.state.session.predict(pipeline, settings, { urgent: true });
        return sendable(prediction, this.state.locale, this.locate);
      }),
    );
    this.on(requests.bound, ({ program }) =>
      this.forProgram(program, ({ pipeline }) => boundOf(this.state, pipeline, {}, { urgent: true })),
    );
    this.on(requests.timeline, ({ program, settings, maxBoxes }) =>
      this.forProgram(program, async ({ pipeline }) => {
        const most = Math.max(1, Math.floor(maxBoxes));
        const { session } = this.state;
        const cut = await session.predictTimeline(pipeline, settings, most, { urgent: true });
        const device = session.profileOf(pipeline).id;
        const now = { device, settings: session.settingsOf(pipeline, settings) };
        return timelineOf(cut, this.locate, this.recorded.of(program, now, session));
      }),
    );
    this.on(requests.sweep, (params, signal) =>
      this.forProgram(params.program, ({ pipeline }) => sweepProgram(pipeline, params, this.state, signal)),
    );
    this.on(requests.upload, (piece) => {
      this.uploads.add(piece);
      return null;
    });
    this.on(requests.useMeasured, ({ program, constants }) => this.useMeasured(program, constants));
    this.on(requests.compare, ({ program, files }, signal) => this.compare(program, files, signal));
    this.on(requests.pipelineTree, async () => {
      await this.loop.idle();
      return pipelineTree(this.state);
    });
    this.on(requests.heat, ({ uri }) => this.heat(uri));
    this.on(requests.writeToSource, ({ program, settings }) =>
      this.forProgram(program, ({ pipeline }) => writeToSource(pipeline, settings, this.state)),
    );
    this.on(requests.applyAdvice, ({ advice, fix }) => this.applyAdvice(advice, fix));
    this.on(requests.devices, () => deviceIds().map((id) => deviceItem(loadProfile(id), this.state.locale)));
    this.on(requests.planChoices, () => planChoices(this.state));
    this.on(requests.plan, (wish) => this.planner.plan(wish));
    this.on(requests.tool, async (asked, signal) => {
      await this.loop.configured;
      return askTool(asked, this.state, signal);
    });
    this.on(requests.export, ({ program, settings, format }) =>
      this.forProgram(program, (found) => exportProgram(found, settings, format, this.state)),
    );
  }

  /** Has a report been told with fewer gains than can be had? */
  get lacksGains(): boolean {
    return this.isCut;
  }

  /** Advice of an older state of the sources is gone. */
  forget(): void {
    this.advice.clear();
    this.edition++;
    this.isCut = false;
  }

  private readonly uri = (file: string): string => this.state.names.uri(file);
  private readonly locate = (range: SourceRange): SourceRange => ({ ...range, file: this.uri(range.file) });

  /** A bad message is the sender's error, a pipeline that makes no sense the user's: both are answers, not defects. */
  private on<P, R>(
    definition: Definition<P, R>,
    handle: (params: P, signal: AbortSignal) => R | Promise<R>,
  ): void {
    this.state.connection.onRequest(definition.method, async (raw: unknown, ...others: unknown[]) => {
      try {
        const params = checked(definition.params, raw, definition.method);
        return await untilCancelled(tokenOf(others), (signal) => handle(params, signal));
      } catch (error) {
        if (error instanceof ResponseError) throw error;
        throw new ResponseError(ErrorCodes.InvalidRequest, errorText(error, this.state.locale));
      }
    });
  }

  private async forProgram<R>(
    name: string,
    answer: (program: NonNullable<ReturnType<typeof programNamed>>) => R | Promise<R>,
  ): Promise<R | null> {
    const program = programNamed(this.state, name);
    return program === undefined ? null : answer(program);
  }

  private async programs(): Promise<ProgramStatus[]> {
    await this.loop.idle();
    return statuses(this.state);
  }

  /** Anew where sources or settings change meanwhile: half of the answer would be of what was before. */
  private async predict(wanted: {
    program?: string;
    uri?: string;
  }): Promise<ProgramReport | UnpredictedReport | null> {
    for (let tries = 1; ; tries++) {
      await this.loop.idle();
      const edition = this.edition;
      const built = await this.build(wanted);
      if (built === undefined) return null;
      if ('problem' in built) return built;
      if (edition === this.edition || tries === MOST_TRIES) return this.toSend(built, edition);
    }
  }

  private async build({
    program: name,
    uri,
  }: {
    program?: string;
    uri?: string;
  }): Promise<BuiltReport | UnpredictedReport | undefined> {
    const { session, names, locale, measured } = this.state;
    const program =
      name !== undefined
        ? programNamed(this.state, name)
        : uri === undefined
          ? programsOf(this.state)[0]
          : programOf(programsOf(this.state), names.file(uri));
    if (program === undefined) return undefined;
    const known = measured.get(program.name);
    const parts = { session, program, locale, uri: this.uri, ...(known ? { measured: known } : {}) };
    return buildReport(parts).catch((error: unknown) => {
      if (error instanceof PipelineError) return unpredictedReport(error, parts);
      throw error;
    });
  }

  private toSend({ report, advice }: BuiltReport, edition: number): ProgramReport {
    // Advice of sources that have changed since cannot be applied any more.
    const token = edition === this.edition ? this.keep(advice) : '';
    for (const item of report.advice) item.id = `${token}.${item.id}`;
    this.isCut ||= advice.some((item) => item.kind === 'fix' && lacksGain(item));
    return report;
  }

  private compare(name: string, files: MeasurementFile[], signal: AbortSignal): Promise<Comparison | null> {
    const { session, locale, measured, startThread, host } = this.state;
    const given = files.map((file) => this.uploads.file(file));
    return this.forProgram(name, async (program) => {
      const { pipeline, files: sources } = program;
      const logTimes = this.state.logTimes.at(sources[0] ?? '');
      const join = {
        pipeline,
        profile: session.profileOf(pipeline),
        settings: session.settingsOf(pipeline),
      };
      const options = { here: host.readHere, signal };
      const read = await readBeside(startThread, { files: given, join, logTimes }, options);
      const comparison = await compareProgram(session, program, read, { locale, signal });
      this.keepLines(name, comparison);
      const compared = { device: join.profile.id, settings: join.settings };
      if (bringsAnything(comparison)) this.recorded.keep(name, read.window, compared, session);
      this.values.set(name, read.values);
      const rate = measuredRate(comparison);
      if (rate) measured.set(name, rate);
      else if (rate === null) measured.delete(name);
      const lines = comparison.lines.map((line) => ({ ...line, source: this.locate(line.source) }));
      const diagnosis = comparison.diagnosis.map(({ message, source }) => ({
        message,
        source: source && this.locate(source),
      }));
      return { ...comparison, lines, diagnosis };
    });
  }

  private async useMeasured(name: string, constants: readonly string[]) {
    const chosen = this.values.get(name)?.filter(({ constant }) => constants.includes(constant)) ?? [];
    return this.forProgram(name, ({ pipeline, files }) =>
      addMeasured(this.state, files[0] ?? '', pipeline, chosen),
    );
  }

  /** What was measured of lines stays until something else is. */
  private keepLines(program: string, { lines }: Comparison): void {
    if (lines.length === 0) return;
    this.state.measuredLines.keep(program, lines, this.state.session);
    refreshLenses(this.state);
  }

  private heat(uri: string): { range: SourceRange; share: number; milliseconds: number }[] {
    const file = this.state.names.file(uri);
    const program = this.state.session.programOf(file);
    if (program === undefined) return [];
    const lines = new Map<number, { range: SourceRange; share: number; milliseconds: number }>();
    for (const { source, share, milliseconds, perFrame } of this.state.session.costs(program.pipeline)) {
      if (source?.file !== file) continue;
      const line = lines.get(source.line) ?? { range: this.locate(source), share: 0, milliseconds: 0 };
      line.share += share;
      line.milliseconds += milliseconds * perFrame;
      lines.set(source.line, line);
    }
    return [...lines.values()].sort((a, b) => a.range.line - b.range.line);
  }

  private keep(advice: readonly Advice[]): string {
    const token = String(++this.reports);
    this.advice.set(token, advice);
    const [oldest] = this.advice.keys();
    if (oldest !== undefined && this.advice.size > MOST_REPORTS) this.advice.delete(oldest);
    return token;
  }

  private applyAdvice(id: string, fix: number) {
    const [token = '', index] = id.split('.');
    const advice = this.advice.get(token)?.[Number(index)];
    if (advice?.kind !== 'fix') return null;
    const { fixes } = advice.priced.finding;
    const chosen = fixes[fix] ?? mainFix(fixes);
    return chosen === undefined ? null : toEdits(chosen.edits, this.state.names);
  }
}

const lacksGain = ({ gain, priced }: FixAdvice): boolean =>
  gain === null && priced.finding.counterfactual !== undefined;

/** The status of every program; of one that cannot be predicted, why. */
export async function statuses(state: ServerState, demand: Demand = {}): Promise<ProgramStatus[]> {
  const found: ProgramStatus[] = [];
  const uri = (file: string): string => state.names.uri(file);
  for (const program of programsOf(state)) {
    const { id } = state.session.profileOf(program.pipeline);
    try {
      const prediction = await state.session.assessed(program.pipeline, {}, demand);
      found.push(statusOf(program, prediction, id, state.locale, uri));
    } catch (error) {
      if (isAbort(error)) throw error;
      found.push(failedStatus(program, errorText(error, state.locale), id, state.locale, uri));
    }
  }
  return found;
}

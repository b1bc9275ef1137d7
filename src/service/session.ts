/**
 * A workspace under analysis: documents in, programs, findings, predictions and prices out. The language server and the
 * command line are two faces of it.
 */
import type {
  AnalysisSettings,
  Analyzer,
  DocumentChange,
  Notice,
  ProgramAnalysis,
} from '../analyzer/analysis.ts';
import { ByFolder } from '../analyzer/by-folder.ts';
import { failureNotice } from '../analyzer/walls.ts';
import type { Finding, Gain } from '../analyzer/finding.ts';
import type { RuleSummary } from '../analyzer/rules/index.ts';
import { settleFinding } from '../analyzer/rules/index.ts';
import { errorText } from '../pipeline/words.ts';
import type { Coverage } from '../pipeline/coverage.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { DeviceProfile } from '../profile/profile.ts';
import type { Doubt } from '../sim/index.ts';
import type { Prediction } from '../sim/prediction.ts';
import type { CutTimeline } from '../sim/record/timeline.ts';
import type { StepCost } from './costs.ts';
import { shareByLine, stepCosts } from './costs.ts';
import type { ProgramGains } from './known-gains.ts';
import { KnownGains } from './known-gains.ts';
import { settingsFor, type SettingValue } from './parameters.ts';
import { Predictor } from './predictor.ts';
import type { CombinedGain, Estimate, PricedFinding, Rate } from './price.ts';
import { findGain, priceTogether, unpriced, withGain } from './price.ts';
import { PricingBudget } from './pricing-budget.ts';
import type { PricingOptions } from './pricing-options.ts';
import type { OwnedFinding } from './programs.ts';
import { ownersOf, programOf } from './programs.ts';
import { isAbort } from './simulation/job.ts';
import type { Simulator } from './simulation/simulator.ts';
import { LocalSimulator } from './simulation/simulator.ts';
import type { Demand } from './simulation/task.ts';
import type { Stalls } from './stalls.ts';
import { findStalls } from './stalls.ts';

/** Values of parameters by name. */
type Values = Readonly<Record<string, number>>;

export interface SessionSettings extends AnalysisSettings {
  profile: DeviceProfile;
  /** Values of parameters by name; those that a program does not have are left out for it. */
  parameters: Readonly<Record<string, SettingValue>>;
}

interface WithGain extends OwnedFinding {
  gains: ProgramGains | undefined;
  /** Null: none can be told. Undefined: not known. */
  known: Gain | null | undefined;
}

/** What the programs of one folder are predicted by, and what is known of them so. */
interface Conditions {
  settings: SessionSettings;
  predictor: Predictor;
  gains: KnownGains;
}

const conditionsOf = (
  settings: SessionSettings | ByFolder<SessionSettings>,
  simulator: Simulator,
): ByFolder<Conditions> =>
  ByFolder.of(settings).map((one) => ({
    settings: one,
    predictor: new Predictor(one.profile, simulator),
    gains: new KnownGains(),
  }));

/** Named with its program where others would gain something else. */
const pricedOf = (
  { finding, program, isShared }: OwnedFinding,
  gain: Gain | null,
  { warnFromGain }: SessionSettings,
): PricedFinding => ({
  ...withGain(finding, gain, warnFromGain),
  ...(isShared && gain && program ? { program: program.name } : {}),
});

/** A file that says where a program stands. */
const homeOf = ({ source, threads }: Pipeline): string | undefined =>
  (source ?? threads.find((thread) => thread.source)?.source)?.file;

export class Session {
  private readonly texts = new Map<string, string>();
  private readonly lines = new Map<string, string[]>();
  /** Findings whose gain a defect of ours has cost, by rule and place. */
  private readonly failedGains = new Map<string, Notice>();
  private conditions: ByFolder<Conditions>;

  constructor(
    private readonly analyzer: Analyzer,
    settings: SessionSettings | ByFolder<SessionSettings>,
    /** Where simulations run. */
    readonly simulator: Simulator = new LocalSimulator(),
  ) {
    this.conditions = conditionsOf(settings, simulator);
    analyzer.configure(settings);
  }

  /** Settings for all files, or different ones by folder. */
  configure(settings: SessionSettings | ByFolder<SessionSettings>): void {
    this.conditions = conditionsOf(settings, this.simulator);
    this.analyzer.configure(settings);
  }

  /** The settings that hold for a file; without one, where no folder has its own. */
  settingsAt(file?: string): SessionSettings {
    return this.conditions.at(file).settings;
  }

  /** The device that a program is predicted for. */
  profileOf(pipeline: Pipeline): DeviceProfile {
    return this.of(pipeline).settings.profile;
  }

  /** Those of the folder that the program stands in. */
  private of(pipeline: Pipeline): Conditions {
    return this.conditions.at(homeOf(pipeline));
  }

  update(change: DocumentChange): void {
    this.texts.set(change.file, change.text);
    this.lines.delete(change.file);
    this.failedGains.clear();
    this.analyzer.update(change);
  }

  remove(file: string): void {
    this.texts.delete(file);
    this.lines.delete(file);
    this.analyzer.remove(file);
  }

  files(): string[] {
    return [...this.texts.keys()];
  }

  textOf(file: string): string | undefined {
    return this.texts.get(file);
  }

  /** The text of a line (from 1), empty where there is none. */
  lineOf(file: string, line: number): string {
    let lines = this.lines.get(file);
    if (lines === undefined) {
      lines = (this.texts.get(file) ?? '').split(/\r\n|\r|\n/);
      this.lines.set(file, lines);
    }
    return lines[line - 1] ?? '';
  }

  programs(): ProgramAnalysis[] {
    return this.analyzer.programs();
  }

  programOf(file: string): ProgramAnalysis | undefined {
    return programOf(this.programs(), file);
  }

  findings(file?: string): Finding[] {
    return this.analyzer.findings(file);
  }

  /**
   * Findings that only simulating the programs shows, with severities and suppressions; see `findStalls`. The predictions
   * are remembered.
   */
  async stalls({ maxEvents, ...demand }: Demand & { maxEvents?: number } = {}): Promise<Stalls> {
    const predict = (pipeline: Pipeline) => this.predict(pipeline, {}, demand);
    const { findings, left, events } = await findStalls(this.programs(), predict, maxEvents);
    const settled = findings.flatMap((finding) => {
      const { file } = finding.range;
      return settleFinding(finding, this.texts.get(file) ?? '', this.settingsAt(file)) ?? [];
    });
    return { findings: settled, left, events };
  }

  /** Entries in the files of programs that drive a device: programs only where they are asked for. */
  beside(): ProgramAnalysis[] {
    return this.analyzer.beside();
  }

  /** Files that no target of the workspace's build files builds or includes; where there is no build file, none. */
  unbuilt(): ReadonlySet<string> {
    return this.analyzer.unbuilt();
  }

  /** What each rule came to on each program and library. */
  summaries(): RuleSummary[] {
    return this.analyzer.summaries();
  }

  coverage(files: ReadonlySet<string>): Coverage {
    return this.analyzer.coverage(files);
  }

  notices(file?: string): Notice[] {
    const failed = [...this.failedGains.values()];
    return [
      ...this.analyzer.notices(file),
      ...failed.filter(({ range }) => file === undefined || range.file === file),
    ];
  }

  /** The session's parameter values that this program has, with `overrides` in their place. */
  settingsOf(pipeline: Pipeline, overrides: Values = {}): Record<string, number> {
    return settingsFor(pipeline, { ...this.of(pipeline).settings.parameters, ...overrides });
  }

  /**
   * The full prediction. Throws PipelineError for a pipeline that cannot be simulated, and like all that simulate here an
   * AbortError when the demand ends before.
   */
  predict(pipeline: Pipeline, overrides?: Values, demand?: Demand): Promise<Prediction> {
    return this.of(pipeline).predictor.predict(pipeline, this.settingsOf(pipeline, overrides), demand);
  }

  /** The prediction with the range that what is not known gives it. */
  assessed(...[pipeline, overrides, demand]: Parameters<Session['predict']>): Promise<Prediction> {
    return this.of(pipeline).predictor.assessed(pipeline, this.settingsOf(pipeline, overrides), demand);
  }

  /** What each guess does to the rate; `times` are those of models that nobody is sure of, by setting, ms. */
  effects(pipeline: Pipeline, times: Values, overrides?: Values): Promise<readonly Doubt[]> {
    return this.of(pipeline).predictor.effects(pipeline, this.settingsOf(pipeline, overrides), times);
  }

  /** What each part of the program and the device does to the rate. */
  boundParts(...[pipeline, overrides, demand]: Parameters<Session['predict']>) {
    return this.of(pipeline).predictor.boundParts(pipeline, this.settingsOf(pipeline, overrides), demand);
  }

  /** The prediction with what it would be were each resource twice as fast. Some ten times as long as `predict`. */
  explained(pipeline: Pipeline, overrides?: Values): Promise<Prediction> {
    return this.of(pipeline).predictor.explained(pipeline, this.settingsOf(pipeline, overrides));
  }

  /** The prediction with the first `most` boxes of its timeline. */
  predictTimeline(
    pipeline: Pipeline,
    overrides: Values,
    most: number,
    demand?: Demand,
  ): Promise<{ prediction: Prediction; timeline: CutTimeline }> {
    const settings = this.settingsOf(pipeline, overrides);
    return this.of(pipeline).predictor.withTimeline(pipeline, settings, most, demand);
  }

  /** The timeline as a Chrome trace (JSON). */
  trace({ pipeline, name }: ProgramAnalysis, overrides: Values): Promise<string> {
    return this.of(pipeline).predictor.trace(pipeline, this.settingsOf(pipeline, overrides), name);
  }

  /** What each step costs. */
  costs(pipeline: Pipeline, overrides?: Values): StepCost[] {
    return stepCosts(pipeline, this.settingsOf(pipeline, overrides), this.profileOf(pipeline));
  }

  /** The rate only, less exactly and much faster; of any pipeline that shares the program's parameters. */
  estimateFor(program: Pipeline, demand?: Demand, overrides?: Values): Estimate {
    const { predictor } = this.of(program);
    return (pipeline) =>
      predictor.rate(pipeline, this.settingsOf(program, overrides), demand, pipeline === program);
  }

  /** The rate with other values of parameters. */
  estimateWith(pipeline: Pipeline, overrides: Values, demand?: Demand): Promise<Rate | undefined> {
    return this.of(pipeline).predictor.rate(pipeline, this.settingsOf(pipeline, overrides), demand);
  }

  /** Prices findings, as many at once as can be simulated at once. */
  async price(findings: readonly Finding[], options: PricingOptions = {}): Promise<PricedFinding[]> {
    const {
      maxEvents,
      maxProgramEvents,
      spent,
      between,
      settings = {},
      program,
      inView,
      ...demand
    } = options;
    const budget = new PricingBudget(() => this.pricedEvents(), maxEvents, maxProgramEvents, spent);
    const owned = this.withGains(findings, {
      settings,
      ...(program && { program }),
      ...(inView && { inView }),
    });
    const result = owned.map((one) => this.priced(one, one.known ?? null));
    let open = this.bestFirst(owned);
    while (open.length > 0) {
      open = open.filter((i) => budget.allows(owned[i]?.program));
      const some = open.splice(0, this.simulator.width);
      const priceOne = async (i: number): Promise<void> => {
        const priced = owned[i] && (await this.findGain(owned[i], demand, settings));
        if (priced) result[i] = priced;
      };
      await budget.spend(
        some.map((i) => owned[i]?.program),
        () => Promise.all(some.map(priceOne)),
      );
      await between?.(result);
    }
    return result;
  }

  /** Places in the list of those that are not priced yet, the lines that take most of their program's time first. */
  private bestFirst(owned: readonly WithGain[]): number[] {
    const shares = new Map<ProgramAnalysis, ReadonlyMap<string, number>>();
    const shareOf = ({ program, finding: { range } }: WithGain): number => {
      if (program === undefined) return 0;
      const known = shares.get(program) ?? shareByLine(this.costs(program.pipeline));
      shares.set(program, known);
      return known.get(`${range.file}:${range.line}`) ?? 0;
    };
    return owned
      .flatMap((one, i) => (one.known === undefined ? [{ i, share: shareOf(one) }] : []))
      .sort((a, b) => b.share - a.share)
      .map(({ i }) => i);
  }

  private pricedEvents(): number {
    return this.conditions.all().reduce((sum, { predictor }) => sum + predictor.pricedEvents, 0);
  }

  /** Findings with those gains that are known already: what an editor shows at once. */
  knownPrices(findings: readonly Finding[], inView?: string): PricedFinding[] {
    const all = this.withGains(findings, inView === undefined ? {} : { inView });
    return all.map((one) => this.priced(one, one.known ?? null));
  }

  private async findGain(owned: WithGain, demand: Demand, settings: Values): Promise<PricedFinding> {
    const { finding, program, gains } = owned;
    if (program === undefined) return unpriced(finding);
    const estimate = this.estimateFor(program.pipeline, demand, settings);
    const gain = await findGain(finding, program.pipeline, estimate).catch((error: unknown) =>
      this.withoutGain(finding, error),
    );
    gains?.set(finding, gain);
    return this.priced(owned, gain);
  }

  /** A defect in the simulation of one change costs the gain of that change. Throws an AbortError on. */
  private withoutGain({ rule, range }: Finding, error: unknown): null {
    if (isAbort(error)) throw error;
    const place = `${rule} ${range.file}:${range.line}:${range.column}`;
    const data = { rule, why: errorText(error, 'en') };
    this.failedGains.set(place, failureNotice('gain-failed', range, data));
    return null;
  }

  /** Each finding with its program, and with its gain where that is known. */
  private priced(owned: OwnedFinding, gain: Gain | null): PricedFinding {
    return pricedOf(owned, gain, this.settingsAt(owned.finding.range.file));
  }

  private withGains(
    findings: readonly Finding[],
    { settings = {}, program: only, inView }: Pick<PricingOptions, 'settings' | 'program' | 'inView'>,
  ): WithGain[] {
    const byProgram = new Map<ProgramAnalysis, ProgramGains>();
    const programs = only ? [only] : [...this.programs(), ...this.beside()];
    return ownersOf(findings, programs, inView).map((owned) => {
      const { finding, program } = owned;
      if (program === undefined || finding.counterfactual === undefined)
        return { ...owned, gains: undefined, known: null };
      const known = this.of(program.pipeline).gains;
      const gains = byProgram.get(program) ?? known.of(program, this.settingsOf(program.pipeline, settings));
      byProgram.set(program, gains);
      return { ...owned, gains, known: gains.get(finding) };
    });
  }

  /** The priced findings of one program, in the order of the source. */
  priceProgram(program: ProgramAnalysis, options?: PricingOptions): Promise<PricedFinding[]> {
    const owned = ownersOf(this.findings(), [program]).filter((each) => each.program !== undefined);
    const findings = owned.map(({ finding }) => finding);
    return this.price(findings, { ...options, program });
  }

  priceTogether(
    program: ProgramAnalysis,
    priced: readonly PricedFinding[],
    { settings }: Pick<PricingOptions, 'settings'> = {},
  ): Promise<CombinedGain | undefined> {
    return priceTogether(priced, program.pipeline, this.estimateFor(program.pipeline, undefined, settings));
  }

  dispose(): void {
    this.analyzer.dispose();
  }
}

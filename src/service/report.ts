/** The report of one program: prediction, advice, unknowns and parameters, as `acl-perf predict --format json` gives it. */
import type { Gain, Severity } from '../analyzer/finding.ts';
import type { Parameter, Pipeline, Unknown } from '../pipeline/pipeline.ts';
import { PipelineError } from '../pipeline/errors.ts';
import type { SourceRange } from '../pipeline/source.ts';
import type { DeviceProfile } from '../profile/profile.ts';
import type { Prediction } from '../sim/prediction.ts';
import type { Advice, AdviceList } from './advice.ts';
import { adviceText } from './advice-text.ts';
import type { JsonCoverage } from './coverage-text.ts';
import { jsonCoverage } from './coverage-text.ts';
import { fixTitle } from './finding-text.ts';
import type { Locale } from './locale.ts';
import { openParameters } from './open-parameters.ts';
import type { ParameterInUse, ParameterRole } from './parameters.ts';
import type { ToldPrediction } from './told.ts';
import { told } from './told.ts';
import { problemText } from './problem-text.ts';
import { unknownText } from './unknown-text.ts';

export interface JsonAdvice extends Partial<SourceRange> {
  kind: Advice['kind'];
  message: string;
  gain: Gain | null;
  rule?: string;
  severity?: Severity;
  /** Titles of the edits that make it. */
  fixes?: string[];
  settings?: Record<string, number>;
}

export interface JsonParameter {
  name: string;
  value: number;
  /** The value in the source, or the default of an open one. */
  sourceValue: number;
  unit: Parameter['unit'];
  range: [number, number];
  kind: Parameter['kind'];
  /** Of a mode: its values 0, 1, … by name. */
  choices?: string[];
  role?: ParameterRole;
  source?: SourceRange;
}

/** With its sentence in the user's language. */
export interface JsonUnknown extends Unknown {
  message: string;
}

/** What there is in a prediction's place where there is no rate. */
export interface NoPrediction
  extends
    Record<
      Exclude<
        keyof ToldPrediction,
        | keyof EmptyParts
        | 'timeline'
        | 'timelineLeftOut'
        | 'devices'
        | 'load'
        | 'wholeMs'
        | 'doubts'
        | 'deciding'
        | 'modes'
      >,
      null
    >,
    EmptyParts {
  problem: JsonProblem;
}
type EmptyParts = Pick<
  ToldPrediction,
  'utilization' | 'hostThreads' | 'idle' | 'criticalPath' | 'speedups' | 'warnings'
>;

/** Why there is no rate: that the program drives no device, or never gets anywhere. */
export interface JsonProblem {
  code: string;
  message: string;
  source?: SourceRange;
}

export type ProgramReport = (ToldPrediction | NoPrediction) & ReportFrame;

export const isPredicted = (report: ProgramReport): report is ToldPrediction & ReportFrame =>
  report.qps !== null;

interface ReportFrame {
  program: string;
  /** File of `main`; null for a pipeline without source. */
  file: string | null;
  device: string;
  advice: JsonAdvice[];
  together: { rules: string[]; gain: Gain } | null;
  unknowns: JsonUnknown[];
  parameters: JsonParameter[];
  /** How much of the program was understood; null for a pipeline without source. */
  coverage: JsonCoverage | null;
}

export interface ReportInput {
  pipeline: Pipeline;
  /** The prediction, or why there is none. */
  prediction: Prediction | PipelineError;
  profile: DeviceProfile;
  advice: AdviceList;
  parameters: ParameterInUse[];
}

export function programReport(input: ReportInput, locale: Locale): ProgramReport {
  const { pipeline, prediction, profile, advice } = input;
  return {
    program: pipeline.name,
    file: pipeline.source?.file ?? null,
    device: profile.id,
    ...(prediction instanceof PipelineError ? unpredicted(prediction, locale) : told(prediction, locale)),
    advice: advice.items.map((item) => jsonAdvice(item, locale)),
    together: advice.together
      ? { rules: advice.together.findings.map(({ rule }) => rule), gain: advice.together.gain }
      : null,
    unknowns: [...pipeline.unknowns, ...openParameters(pipeline)].map((unknown) => ({
      ...unknown,
      message: unknownText(unknown, locale),
    })),
    parameters: input.parameters.map(parameterFields),
    coverage: pipeline.coverage ? jsonCoverage(pipeline.coverage, locale) : null,
  };
}

function unpredicted({ problem, range }: PipelineError, locale: Locale): NoPrediction {
  const message = problemText(problem, locale);
  return noPrediction({ code: problem.id, message, ...(range ? { source: range } : {}) });
}

function noPrediction(problem: JsonProblem): NoPrediction {
  return {
    qps: null,
    qpsRange: null,
    callsPerSecond: null,
    bounds: null,
    bottleneck: null,
    utilization: {},
    hostThreads: {},
    memory: null,
    latency: null,
    idle: {},
    criticalPath: [],
    speedups: [],
    warnings: [],
    run: null,
    problem,
  };
}

function jsonAdvice(advice: Advice, locale: Locale): JsonAdvice {
  const common = { kind: advice.kind, message: adviceText(advice, locale), gain: advice.gain };
  if (advice.kind === 'parameter') {
    const { parameter, to } = advice;
    return { ...common, settings: { [parameter.name]: to }, ...parameter.origin.range };
  }
  const { finding, severity } = advice.priced;
  const fixes = finding.fixes.map((fix) => fixTitle(finding.rule, fix, locale));
  return { ...common, rule: finding.rule, severity, ...finding.range, fixes };
}

/** What can be said of a parameter in every form of a report. */
export function parameterFields({ parameter, value, role }: ParameterInUse): JsonParameter {
  return {
    name: parameter.name,
    value,
    sourceValue: parameter.value,
    unit: parameter.unit,
    range: parameter.range,
    kind: parameter.kind,
    ...(parameter.choices === undefined ? {} : { choices: parameter.choices }),
    ...(role === undefined ? {} : { role }),
    ...(parameter.origin.range === undefined ? {} : { source: parameter.origin.range }),
  };
}

/** The answer for a file without a program: valid, empty, and said as such in `problem`. */
export function emptyReport(profile: DeviceProfile, detail: string): ProgramReport {
  return {
    program: '',
    file: null,
    device: profile.id,
    ...noPrediction({ code: 'no-program', message: detail }),
    advice: [],
    together: null,
    unknowns: [{ code: 'no-program', detail, settle: '', message: detail }],
    parameters: [],
    coverage: null,
  };
}

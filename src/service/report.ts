/** The report of one program: prediction, advice, unknowns and parameters, as `acl-perf predict --format json` gives it. */
import type { Gain, Severity } from '../analyzer/finding.ts';
import type { Parameter, Pipeline, Unknown } from '../pipeline/pipeline.ts';
import type { SourceRange } from '../pipeline/source.ts';
import type { DeviceProfile } from '../profile/profile.ts';
import type { Prediction } from '../sim/prediction.ts';
import type { Advice, AdviceList } from './advice.ts';
import { adviceText } from './advice-text.ts';
import { fixTitle } from './finding-text.ts';
import type { Locale } from './locale.ts';
import type { ParameterInUse, ParameterRole } from './parameters.ts';
import type { ToldPrediction } from './told.ts';
import { told } from './told.ts';
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
  role?: ParameterRole;
  source?: SourceRange;
}

/** With its sentence in the user's language. */
export interface JsonUnknown extends Unknown {
  message: string;
}

export interface ProgramReport extends ToldPrediction {
  program: string;
  /** File of `main`; null for a pipeline without source. */
  file: string | null;
  device: string;
  advice: JsonAdvice[];
  together: { rules: string[]; gain: Gain } | null;
  unknowns: JsonUnknown[];
  parameters: JsonParameter[];
}

export interface ReportInput {
  pipeline: Pipeline;
  prediction: Prediction;
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
    ...told(prediction, locale),
    advice: advice.items.map((item) => jsonAdvice(item, locale)),
    together: advice.together
      ? { rules: advice.together.findings.map(({ rule }) => rule), gain: advice.together.gain }
      : null,
    unknowns: pipeline.unknowns.map((unknown) => ({ ...unknown, message: unknownText(unknown, locale) })),
    parameters: input.parameters.map(parameterFields),
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
    ...(role === undefined ? {} : { role }),
    ...(parameter.origin.range === undefined ? {} : { source: parameter.origin.range }),
  };
}

/** The answer for a file without a program: valid, empty, and said as such in `unknowns`. */
export function emptyReport(profile: DeviceProfile, detail: string): ProgramReport {
  return {
    program: '',
    file: null,
    device: profile.id,
    qps: 0,
    qpsRange: [0, 0],
    callsPerSecond: 0,
    bounds: { lower: 0, upper: 0 },
    bottleneck: { resource: 'none', utilization: 0, inWords: detail },
    utilization: {},
    hostThreads: {},
    memory: { peakBytes: 0, limitBytes: profile.memory.bytes.value, fits: true, parts: {} },
    latency: { medianMs: 0, p99Ms: 0 },
    idle: {},
    criticalPath: [],
    speedups: [],
    warnings: [],
    run: { simulatedMs: 0, frames: 0, events: 0, seed: 0, converged: true },
    advice: [],
    together: null,
    unknowns: [{ code: 'no-program', detail, settle: '', message: detail }],
    parameters: [],
  };
}

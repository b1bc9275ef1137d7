/** The panel's shapes of a program: its status, its report, its advice with the edits kept for `applyAdvice`. */
import type { ProgramAnalysis } from '../analyzer/analysis.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { PipelineError } from '../pipeline/errors.ts';
import { errorText } from '../pipeline/words.ts';
import type { DeviceProfile } from '../profile/profile.ts';
import type { Advice } from '../service/advice.ts';
import { adviceFor } from '../service/advice.ts';
import { adviceText } from '../service/advice-text.ts';
import { fixTitle } from '../service/finding-text.ts';
import { bytesText, resourceLabel } from '../service/labels.ts';
import type { Locale, Texts } from '../service/locale.ts';
import { translator } from '../service/locale.ts';
import type { Session } from '../service/session.ts';
import { settleUnreadText, unreadText } from '../service/coverage-text.ts';
import { understandingOf } from '../service/understanding.ts';
import type { ToldPrediction } from '../service/told.ts';
import { told } from '../service/told.ts';
import type { Prediction } from '../sim/prediction.ts';
import type { Asked, Effects } from './program-questions.ts';
import { askedOf, effectsIn, withoutEffects } from './program-questions.ts';
import type { ProgramReport, ProgramStatus, UnpredictedReport } from './protocol.ts';
import type { AdviceItem, DeviceItem, MissingItem } from './protocol-shapes.ts';
import type { Locate } from './ranges.ts';

/** The document that stands for a program: with its `main`, else its first. */
export function mainFile({ pipeline, files }: ProgramAnalysis): string {
  return pipeline.source?.file ?? files[0] ?? '';
}

const TEXTS = {
  link: { en: 'link {rate} GB/s', zh: '链路 {rate} GB/s' },
  and: { en: ', ', zh: '、' },
} satisfies Texts<string>;

export function deviceItem(profile: DeviceProfile, locale: Locale): DeviceItem {
  const t = translator(TEXTS, locale);
  const { memory, link, engines } = profile;
  const parts = [
    bytesText(memory.bytes.value),
    `${memory.gigabytesPerSecond.value} GB/s`,
    t('link', { rate: Number(link.gigabytesPerSecond.value.toPrecision(3)) }),
    Object.keys(engines)
      .map((engine) => resourceLabel(engine, locale))
      .join(t('and')),
  ];
  return { id: profile.id, name: profile.name, description: parts.join(' · ') };
}

type Uri = (file: string) => string;

/** Of a pipeline without source there is nothing to understand. */
function understood(pipeline: Pipeline, locale: Locale): Pick<ProgramStatus, 'understanding'> {
  const understanding = understandingOf(pipeline, locale);
  return understanding ? { understanding } : {};
}

const identity = (program: ProgramAnalysis, device: string, locale: Locale, uri: Uri) => ({
  program: program.name,
  device,
  uri: uri(mainFile(program)),
  files: program.files.map(uri),
  ...understood(program.pipeline, locale),
});

export function statusOf(
  program: ProgramAnalysis,
  prediction: Prediction,
  device: string,
  locale: Locale,
  uri: Uri,
): ProgramStatus {
  const { qps, qpsRange, bottleneck, memory } = prediction;
  return {
    ...identity(program, device, locale, uri),
    qps,
    qpsRange,
    bottleneck: { resource: bottleneck.resource, utilization: bottleneck.utilization },
    fits: memory.fits,
  };
}

/** The status of a program that cannot be predicted: it stays in sight, with the reason. */
export function failedStatus(
  program: ProgramAnalysis,
  problem: string,
  device: string,
  locale: Locale,
  uri: Uri,
): ProgramStatus {
  return {
    ...identity(program, device, locale, uri),
    qps: 0,
    qpsRange: [0, 0],
    bottleneck: { resource: 'none', utilization: 0 },
    fits: true,
    problem,
  };
}

/** The prediction in words, with its places as the other side knows them, and without its timeline. */
export function sendable(prediction: Prediction, locale: Locale, locate: Locate): ToldPrediction {
  const sent: ToldPrediction = {
    ...told(prediction, locale),
    criticalPath: prediction.criticalPath.map((step) =>
      step.source === undefined ? step : { ...step, source: locate(step.source) },
    ),
  };
  delete sent.timeline;
  return sent;
}

function adviceItem(advice: Advice, id: string, locale: Locale, locate: Locate): AdviceItem {
  const message = adviceText(advice, locale);
  if (advice.kind === 'parameter') {
    const { parameter, to, gain } = advice;
    const range = parameter.origin.range;
    return {
      id,
      severity: 'info',
      message,
      gain,
      settings: { [parameter.name]: to },
      fixes: [],
      ...(range === undefined ? {} : { source: locate(range) }),
    };
  }
  const { finding, severity, gain } = advice.priced;
  const fixes = finding.fixes.map((fix) => ({
    title: fixTitle(finding.rule, fix, locale),
    preferred: fix.preferred,
  }));
  return { id, rule: finding.rule, severity, message, gain, source: locate(finding.range), fixes };
}

/** A report is sent and checked at each change: hundreds of cards that nobody reads would hold up the editor. */
const MOST_ADVICE = 100;

export interface BuiltReport {
  report: ProgramReport;
  /** In the order of `report.advice`. */
  advice: readonly Advice[];
}

export interface ReportParts {
  session: Session;
  program: ProgramAnalysis;
  locale: Locale;
  uri: (file: string) => string;
  measured?: { qps: number; from: string };
  /** Values that are tried; left out: the program as it is. */
  settings?: Record<string, number>;
}

/** Functions with calls that are not followed, of which more would not be read. */
const MOST_MISSING = 100;

function missingOf({ coverage }: Pipeline, locale: Locale, locate: Locate): MissingItem[] {
  return (coverage?.unread ?? []).slice(0, MOST_MISSING).map((unread) => ({
    reason: unread.reason,
    ...(unread.work > 0 ? { entry: unread.function } : {}),
    message: unreadText(unread, locale),
    settle: settleUnreadText(unread, locale),
    source: locate(unread.range),
  }));
}

/** What is said of every program, predicted or not. */
function commonParts(parts: ReportParts, effects: Effects) {
  const { session, program, locale, uri } = parts;
  const { pipeline } = program;
  const locate: Locate = (range) => ({ ...range, file: uri(range.file) });
  const missing = missingOf(pipeline, locale, locate);
  return {
    program: program.name,
    uri: uri(mainFile(program)),
    device: deviceItem(session.profileOf(pipeline), locale),
    ...understood(pipeline, locale),
    missing,
    missingLeftOut: (pipeline.coverage?.unread.length ?? 0) - missing.length,
    ...askedOf(askedIn(parts), effects, locale, locate),
  };
}

const askedIn = ({ session, program: { pipeline }, settings }: ReportParts): Asked => ({
  session,
  pipeline,
  settings,
});

/** The report of a program that cannot be simulated. */
export function unpredictedReport(error: PipelineError, parts: ReportParts): UnpredictedReport {
  return {
    ...commonParts(parts, withoutEffects(askedIn(parts))),
    prediction: null,
    problem: errorText(error, parts.locale),
  };
}

/** Throws PipelineError for a program that cannot be simulated. */
export async function buildReport(parts: ReportParts): Promise<BuiltReport> {
  const { session, program, locale, uri, measured, settings } = parts;
  const { pipeline } = program;
  const locate: Locate = (range) => ({ ...range, file: uri(range.file) });
  const prediction = await session.assessed(pipeline, settings);
  const { items } = await adviceFor(session, program, settings && { settings });
  const advice = items.slice(0, MOST_ADVICE);
  const report: ProgramReport = {
    ...commonParts(parts, await effectsIn(askedIn(parts), prediction.qps)),
    prediction: sendable(prediction, locale, locate),
    advice: advice.map((item, i) => adviceItem(item, String(i), locale, locate)),
    adviceLeftOut: items.length - advice.length,
    ...(measured === undefined ? {} : { measured }),
  };
  return { report, advice };
}

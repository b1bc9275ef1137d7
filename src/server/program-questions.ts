/** What a program's source leaves open, as the panel asks it: its questions, and the parameters that answer them. */
import { isAssumed } from '../pipeline/parameters.ts';
import type { Parameter, Pipeline } from '../pipeline/pipeline.ts';
import type { Question } from '../service/interview.ts';
import { questionsOf } from '../service/interview.ts';
import type { Locale } from '../service/locale.ts';
import type { DoubtfulTime } from '../service/model-times.ts';
import { doubtfulTimes, timeUnknown } from '../service/model-times.ts';
import { openParameters } from '../service/open-parameters.ts';
import { parametersInUse } from '../service/parameters.ts';
import { parameterFields } from '../service/report.ts';
import type { Session } from '../service/session.ts';
import {
  defaultText,
  estimateText,
  modelTimeText,
  parameterText,
  settleText,
  unknownText,
} from '../service/unknown-text.ts';
import type { Doubt } from '../sim/index.ts';
import type { ParameterState, UnknownItem } from './protocol-shapes.ts';
import type { Locate } from './ranges.ts';

/** Of whose program, and with which settings in force. */
export interface Asked {
  session: Session;
  pipeline: Pipeline;
  /** Values that are tried. */
  settings: Record<string, number> | undefined;
}

/** What guesses do to the rate. */
export interface Effects {
  times: DoubtfulTime[];
  effects: readonly Doubt[];
  qps: number;
}

function timesOf({ session, pipeline, settings }: Asked): DoubtfulTime[] {
  return doubtfulTimes(pipeline, session.profileOf(pipeline), session.settingsOf(pipeline, settings));
}

export const withoutEffects = (asked: Asked): Effects => ({ times: timesOf(asked), effects: [], qps: 0 });

export async function effectsIn(asked: Asked, qps: number): Promise<Effects> {
  const times = timesOf(asked);
  const open = times.flatMap(({ name, assumedMs, setMs }) =>
    assumedMs === undefined || setMs !== undefined ? [] : [[name, assumedMs] as const],
  );
  const { session, pipeline, settings } = asked;
  const effects = await session.effects(pipeline, Object.fromEntries(open), settings);
  return { times, effects, qps };
}

function parameterStates(
  pipeline: Pipeline,
  settings: Readonly<Record<string, number>>,
  locale: Locale,
  locate: Locate,
): ParameterState[] {
  return parametersInUse(pipeline, settings).map((used) => {
    const { source, ...fields } = parameterFields(used);
    const { evidence } = used.parameter.origin;
    return {
      ...fields,
      ...(evidence === undefined ? {} : { evidence }),
      ...(isAssumed(used.parameter) ? { isAssumed: true } : {}),
      ...described(used.parameter, pipeline, locale),
      ...defaultOf(used.parameter, pipeline, locale),
      ...(source === undefined ? {} : { source: locate(source) }),
    };
  });
}

function described(parameter: Parameter, { unknowns }: Pipeline, locale: Locale): { description?: string } {
  const description = parameterText(parameter, unknowns, locale);
  return description === undefined ? {} : { description };
}

function defaultOf(parameter: Parameter, { unknowns }: Pipeline, locale: Locale): { from?: string } {
  const from = defaultText(parameter, unknowns, locale);
  return from === undefined ? {} : { from };
}

function unknownItem(
  { unknown, places, effect, isSettled }: Question,
  pipeline: Pipeline,
  locale: Locale,
  locate: Locate,
): UnknownItem {
  const { code, parameter } = unknown;
  const own = code === 'parameter' && pipeline.parameters.find(({ name }) => name === parameter);
  const said = own ? parameterText(own, pipeline.unknowns, locale) : undefined;
  return {
    code,
    message: said ?? unknownText(unknown, locale),
    settle: settleText(unknown, locale),
    sources: places.map(locate),
    ...(parameter === undefined ? {} : { parameter }),
    ...(effect && { effect }),
    ...(isSettled ? { isSettled } : {}),
  };
}

/** Longest time of a model that a field takes, ms. */
const LONGEST_MS = 60_000;

function timeState(
  { model, name, assumedMs, assumption, setMs }: DoubtfulTime,
  locale: Locale,
  locate: Locate,
): ParameterState {
  const from = estimateText(assumption, locale);
  return {
    name,
    value: setMs ?? assumedMs ?? 0,
    sourceValue: assumedMs ?? 0,
    unit: 'ms',
    range: [0, LONGEST_MS],
    kind: 'open',
    isAssumed: true,
    description: modelTimeText(model, locale),
    ...(from === undefined ? {} : { from }),
    ...(setMs === undefined && assumedMs === undefined ? { isMissing: true } : {}),
    ...(model.source === undefined ? {} : { source: locate(model.source) }),
  };
}

/** The questions, and all parameters that the panel has fields for. */
export function askedOf(
  { session, pipeline, settings }: Asked,
  { times, effects, qps }: Effects,
  locale: Locale,
  locate: Locate,
): { parameters: ParameterState[]; unknowns: UnknownItem[] } {
  const inForce = session.settingsOf(pipeline, settings);
  const questions = questionsOf({
    pipeline,
    others: [...times.map(timeUnknown), ...openParameters(pipeline)],
    effects,
    qps,
    set: new Set(Object.keys(inForce)),
  });
  return {
    parameters: [
      ...parameterStates(pipeline, inForce, locale, locate),
      ...times.map((time) => timeState(time, locale, locate)),
    ],
    unknowns: questions.map((question) => unknownItem(question, pipeline, locale, locate)),
  };
}

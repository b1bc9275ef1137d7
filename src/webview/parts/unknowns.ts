/** What the source does not tell, as questions: what moves the rate most first, what is settled folded away. */
import * as l10n from '@vscode/l10n';
import type { ProgramReport, UnpredictedReport } from '../../server/protocol.ts';
import type { ParameterState, UnknownItem } from '../../server/protocol-shapes.ts';
import type { SourceRange } from '../../pipeline/source.ts';
import type { Actions } from '../actions.ts';
import { button, h } from '../dom.ts';
import type { Child } from '../dom.ts';
import { number, rate, unitName } from '../words.ts';
import { placeOf } from './advice.ts';
import { answerForm, answersTo } from './answer.ts';
import type { Answers } from './answer.ts';
import { valueName } from './choices.ts';
import { section } from './section.ts';

type Told = Pick<ProgramReport, 'unknowns' | 'parameters'> & {
  prediction: ProgramReport['prediction'] | UnpredictedReport['prediction'];
};

interface Asking {
  report: Told;
  actions: Partial<Actions>;
  answers: Answers | undefined;
}

/** More of them would be a list that nobody reads. */
const MOST_PLACES = 4;

/** With no more digits than a guess has. */
const plainly = (parameter: ParameterState, value: number): string =>
  parameter.choices ? valueName(parameter, value) : number(Number(value.toPrecision(3)), 6);

const withUnit = (parameter: ParameterState, value: number): string =>
  `${plainly(parameter, value)} ${parameter.choices ? '' : unitName(parameter.unit)}`.trim();

/** What the rate is at another value: `161 → 61 frames/s at 0.2 → 5 ms`. */
function effectLine(
  { at, qps }: NonNullable<UnknownItem['effect']>[number],
  parameter: ParameterState,
  today: number,
): HTMLElement {
  const change = `${plainly(parameter, parameter.value)} → ${withUnit(parameter, at)}`;
  return h(
    'p',
    { class: 'gain' },
    h('strong', {}, `${rate(today)} → ${rate(qps)}`),
    h('span', {}, l10n.t('frames/s at {0}', change)),
  );
}

function places(sources: readonly SourceRange[], index: number, goTo: Actions['goTo'] | undefined): Child {
  const shown = sources.slice(0, MOST_PLACES);
  const rest = sources.length - shown.length;
  if (shown.length === 0) return null;
  const links = shown.map((source, at) => placeLink(source, `unknown-${index}-${at}`, goTo));
  return h(
    'div',
    { class: 'where places' },
    ...links,
    rest > 0 && h('span', {}, l10n.t('and {0} more', rest)),
  );
}

function placeLink(source: SourceRange, key: string, goTo: Actions['goTo'] | undefined): HTMLElement {
  const place = placeOf(source);
  if (!goTo) return h('span', {}, place);
  const attributes = { 'aria-label': l10n.t('Go to line: {0}', place) };
  return button(place, () => goTo(source), { class: 'link', key: `go-${key}`, attributes });
}

function item(unknown: UnknownItem, index: number, { report, actions, answers }: Asking): HTMLElement {
  const { effect = [], isSettled = false, message, settle, sources } = unknown;
  const parameter = report.parameters.find(({ name }) => name === unknown.parameter);
  const today = report.prediction?.qps;
  const form = parameter && answers && answerForm(parameter, answers, isSettled);
  return h(
    'li',
    { class: effect.length > 0 ? 'card unknown moves' : 'card unknown' },
    ...(parameter && today !== undefined ? effect.map((end) => effectLine(end, parameter, today)) : []),
    h('p', { class: 'message' }, message),
    form ?? h('p', { class: 'where' }, settle),
    parameter && origin(parameter, isSettled),
    places(sources, index, actions.goTo),
  );
}

/** Where the value comes from that holds where nobody says another. */
function origin(parameter: ParameterState, isSettled: boolean): HTMLElement | null {
  const { from, isMissing, sourceValue, isAssumed } = parameter;
  if (isMissing === true) return null;
  const value = withUnit(parameter, sourceValue);
  const without = isAssumed === true ? l10n.t('Without it: {0}', value) : l10n.t('In the source: {0}', value);
  const said = isSettled ? without : l10n.t('Default: {0}', value);
  return h('p', { class: 'where' }, from === undefined ? said : l10n.t('{0} ({1})', said, from));
}

/** What stands behind a line to open. */
function folded(key: string, title: string, items: HTMLElement[]): HTMLElement | null {
  if (items.length === 0) return null;
  return h('details', { class: 'fold' }, h('summary', { key }, title), h('ul', { class: 'cards' }, ...items));
}

const isIdle = ({ effect }: UnknownItem): boolean => effect?.length === 0;

/** Null where there is nothing to ask. */
export function unknownsPart(report: Told, actions: Partial<Actions>): HTMLElement | null {
  const { unknowns } = report;
  if (unknowns.length === 0) return null;
  const { answer, setParameter } = actions;
  const isAsked = answer && setParameter && unknowns.some(({ parameter }) => parameter !== undefined);
  const answers = isAsked ? answersTo({ answer, setParameter }) : undefined;
  const cards = (of: (unknown: UnknownItem) => boolean): HTMLElement[] =>
    unknowns.flatMap((unknown, index) =>
      of(unknown) ? [item(unknown, index, { report, actions, answers })] : [],
    );
  const open = cards((one) => one.isSettled !== true && !isIdle(one));
  const idle = cards((one) => one.isSettled !== true && isIdle(one));
  const settled = cards((one) => one.isSettled === true);
  return section(
    l10n.t('Unknown'),
    open.length,
    answers?.element,
    h('ul', { class: 'cards' }, ...open),
    folded('idle', l10n.t('Hardly any effect on the rate ({0})', idle.length), idle),
    folded('settled', l10n.t('Settled ({0})', settled.length), settled),
  );
}

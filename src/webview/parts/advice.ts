/** Changes that would lift the rate, the largest gain first. */
import * as l10n from '@vscode/l10n';
import type { SourceRange } from '../../pipeline/source.ts';
import type { AdviceItem, ParameterValues } from '../../server/protocol-shapes.ts';
import type { Actions } from '../actions.ts';
import { button, h } from '../dom.ts';
import type { Child } from '../dom.ts';
import { change, percent, rate, rateLike, resourceName } from '../words.ts';

const shownAtFirst = 20;

const gained = ({ gain }: AdviceItem): number => (gain ? gain.qpsAfter - gain.qpsBefore : -Infinity);

export const byGain = (advice: readonly AdviceItem[]): AdviceItem[] =>
  [...advice].sort((one, other) => gained(other) - gained(one));

/** The last part of a document's URI, or of a path that is none and may hold a `%` of its own. */
function fileName(file: string): string {
  const name = file.split('/').at(-1) ?? file;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** `main.cpp:42`. */
export const placeOf = ({ file, line }: SourceRange): string => `${fileName(file)}:${line}`;

/** More than the simulation may be off by, and more than nothing. */
const isReal = ({ gain }: AdviceItem): boolean =>
  gain !== null && gain.qpsAfter - gain.qpsBefore > Math.max(gain.noise, gain.qpsBefore * 0.002);

function gainOf(item: AdviceItem): HTMLElement | null {
  const { gain } = item;
  if (!gain) return null;
  if (!isReal(item)) {
    const bound = l10n.t('{0} is at {1}', resourceName(gain.boundBy), percent(gain.boundUtilization));
    return h('p', { class: 'gain none' }, l10n.t('No gain now: {0}.', bound));
  }
  return h(
    'p',
    { class: 'gain' },
    h('strong', {}, change(gain.qpsBefore, gain.qpsAfter)),
    h(
      'span',
      {},
      `${rate(gain.qpsBefore)} → ${rate(gain.qpsAfter)}`,
      h('span', { class: 'note' }, `±${rateLike(gain.plusMinus, gain.qpsAfter)}`),
    ),
  );
}

function controls(item: AdviceItem, actions: Partial<Actions>): Child[] {
  const { source, rule, settings } = item;
  const { goTo, applyAdvice, showRule, openFull, trySettings } = actions;
  const attempt = trySettings ?? (openFull && ((values: ParameterValues) => openFull('whatif', values)));
  const title = item.fixes.find(({ preferred }) => preferred)?.title ?? item.fixes[0]?.title;
  const fix = Math.max(
    item.fixes.findIndex(({ preferred }) => preferred),
    0,
  );
  return [
    applyAdvice &&
      title !== undefined &&
      button(l10n.t('Apply'), () => applyAdvice(item.id, fix), {
        class: 'primary',
        key: `apply-${item.id}`,
        attributes: { title, 'aria-label': l10n.t('Apply: {0}', title) },
      }),
    goTo && source && goToButton(source, goTo, item.id),
    settings && attempt && button(l10n.t('Try it'), () => attempt(settings), { key: `try-${item.id}` }),
    showRule &&
      rule !== undefined &&
      button(l10n.t('Why'), () => showRule(rule), {
        class: 'link',
        key: `why-${item.id}`,
        attributes: { 'aria-label': l10n.t('Why: documentation of {0}', rule) },
      }),
  ];
}

export function goToButton(source: SourceRange, goTo: Actions['goTo'], key: string): HTMLElement {
  const place = placeOf(source);
  return button(l10n.t('Go to line'), () => goTo(source), {
    key: `go-${key}`,
    attributes: { title: place, 'aria-label': l10n.t('Go to line: {0}', place) },
  });
}

function card(item: AdviceItem, actions: Partial<Actions>): HTMLElement {
  const settings = Object.entries(item.settings ?? {}).map(([name, value]) => `${name} = ${value}`);
  return h(
    'li',
    { class: `card ${item.severity}` },
    gainOf(item),
    h('p', { class: 'message' }, item.message),
    settings.length > 0 && h('p', { class: 'where' }, h('code', {}, settings.join(', '))),
    h(
      'p',
      { class: 'where' },
      item.source && h('span', {}, placeOf(item.source)),
      item.rule !== undefined && h('span', {}, item.rule),
    ),
    h('div', { class: 'controls' }, ...controls(item, actions)),
  );
}

/** What to do first: the advice that gains most; undefined where none is sure to gain. */
export const bestOf = (advice: readonly AdviceItem[]): AdviceItem | undefined => byGain(advice).find(isReal);

export const nextStep = (item: AdviceItem, actions: Partial<Actions>): HTMLElement =>
  h('ul', { class: 'cards' }, card(item, actions));

/** `leftOut`: pieces of advice that are not in `advice`. `isPartial`: that nothing is found says little. */
export function advicePart(
  advice: readonly AdviceItem[],
  actions: Partial<Actions>,
  { leftOut = 0, isPartial = false } = {},
): HTMLElement {
  const list = advice.length === 0 ? nothingFound(isPartial) : adviceList(advice, actions);
  if (leftOut === 0) return list;
  const note = l10n.t(
    '{0} more with the smallest gains are left out; the list of problems has them.',
    leftOut,
  );
  return h('div', {}, list, h('p', { class: 'note' }, note));
}

function nothingFound(isPartial: boolean): HTMLElement {
  const said = isPartial
    ? l10n.t('Nothing found in the part of the program that is followed; the rest was not looked at.')
    : l10n.t(
        'No problem found: none of the rules applies, and no change of the parameters is predicted to gain.',
      );
  return h('p', { class: 'quiet' }, said);
}

function adviceList(advice: readonly AdviceItem[], actions: Partial<Actions>): HTMLElement {
  const sorted = byGain(advice);
  const list = h(
    'ul',
    { class: 'cards' },
    ...sorted.slice(0, shownAtFirst).map((item) => card(item, actions)),
  );
  const rest = sorted.slice(shownAtFirst);
  if (rest.length === 0) return list;
  const more = button(l10n.t('Show {0} more', rest.length), () => {
    list.append(...rest.map((item) => card(item, actions)));
    more.remove();
  });
  return h('div', {}, list, more);
}

/** How far a program was understood: what is missing, why, and what to do about each. */
import * as l10n from '@vscode/l10n';
import type { ProgramReport, UnpredictedReport } from '../../server/protocol.ts';
import type { MissingItem } from '../../server/protocol-shapes.ts';
import type { Actions } from '../actions.ts';
import { button, h } from '../dom.ts';
import type { Child } from '../dom.ts';
import { goToButton } from './advice.ts';
import { section } from './section.ts';
import { unknownsPart } from './unknowns.ts';

type Understood = Pick<ProgramReport, 'understanding' | 'missing' | 'missingLeftOut'>;

/** Said over a rate that is of a part of the program; null where all of it is understood. */
export function partlyNote({ understanding }: Understood): HTMLElement | null {
  if (understanding?.state !== 'partial') return null;
  const said = l10n.t(
    'The rate and the bottleneck are of a part of the program: {0}.',
    understanding.message,
  );
  return h('p', { class: 'alert' }, said);
}

/** The calls that are not followed, each with a control; null where a complete program needs none. */
export function missingPart(report: Understood, actions: Partial<Actions>): Child {
  const { missing, missingLeftOut, understanding } = report;
  if (missing.length === 0 || understanding?.state === 'complete') return null;
  const list = h('ul', { class: 'cards' }, ...missing.map((item, index) => card(item, index, actions)));
  const more =
    missingLeftOut > 0 && h('p', { class: 'note' }, l10n.t('{0} more are not shown.', missingLeftOut));
  return section(l10n.t('Not followed'), missing.length + missingLeftOut, h('div', {}, list, more));
}

function card(item: MissingItem, index: number, actions: Partial<Actions>): HTMLElement {
  return h(
    'li',
    { class: 'card unknown' },
    h('p', { class: 'message' }, item.message),
    h('p', { class: 'where' }, item.settle),
    h('div', { class: 'controls' }, ...settling(item, index, actions), goTo(item, index, actions)),
  );
}

/** Reasons that more source may settle. */
const ELSEWHERE = ['unused', 'not-reached', 'no-main', 'body-absent', 'class-unknown'];

function settling({ reason, entry }: MissingItem, index: number, { command }: Partial<Actions>): Child[] {
  if (!command) return [];
  const key = `settle-${index}`;
  if (reason === 'other-side')
    return [button(l10n.t('Set a macro…'), () => command('openSettings'), { key })];
  if (!ELSEWHERE.includes(reason)) return [];
  const read = entry !== undefined && [
    button(l10n.t('Read as an entry'), () => command('chooseEntry', entry), { key: `entry-${index}` }),
  ];
  return [...(read || []), button(l10n.t('Add a folder…'), () => command('addFolder'), { key })];
}

const goTo = ({ source }: MissingItem, index: number, actions: Partial<Actions>): Child =>
  actions.goTo ? goToButton(source, actions.goTo, `missing-${index}`) : null;

const titles = {
  none: () => l10n.t('Not understood'),
  'no-device-work': () => l10n.t('No device work'),
};

/** Of this device; another may have them. */
const lacksFigures = ({ parameters }: UnpredictedReport): boolean =>
  parameters.some(({ isMissing }) => isMissing === true);

const otherDevice = (command: Actions['command']): HTMLElement =>
  button(l10n.t('Other device…'), () => command('selectDevice'), { key: 'other-device' });

/** In the place of a rate: why there is none. */
export function unpredictedPart(report: UnpredictedReport, actions: Partial<Actions>): HTMLElement {
  const { understanding, problem } = report;
  const state = understanding?.state;
  const title = state === 'none' || state === 'no-device-work' ? titles[state]() : l10n.t('No prediction');
  return h(
    'div',
    {},
    h(
      'section',
      { class: 'empty', attributes: { role: 'status' } },
      h('h2', {}, title),
      h('p', {}, `${problem.charAt(0).toUpperCase()}${problem.slice(1)}`),
      lacksFigures(report) &&
        actions.command &&
        h('div', { class: 'controls' }, otherDevice(actions.command)),
    ),
    missingPart(report, actions),
    unknownsPart(report, actions),
  );
}

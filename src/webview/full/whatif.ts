/** What if: a control for every parameter, today beside the trial, and the ways to keep it. */
import * as l10n from '@vscode/l10n';
import type { ParameterValues, ShownPrediction } from '../../server/protocol-shapes.ts';
import { h } from '../dom.ts';
import { advicePart } from '../parts/advice.ts';
import { section } from '../parts/section.ts';
import { byRole } from '../values.ts';
import { control, dials } from './dials.ts';
import { keepers } from './keep.ts';
import { settingsOf } from './session.ts';
import type { SectionInput, SectionView } from './session.ts';
import { answerPart } from './whatif-answer.ts';
import { ownValue } from '../../base/own-value.ts';

/** Asks for the newest trial only: answers that come late are dropped. */
function latest(
  ask: (trial: ParameterValues) => Promise<ShownPrediction | null>,
  show: (answer: ShownPrediction) => void,
  fail: (error: unknown) => void,
) {
  let wanted: ParameterValues | undefined;
  /** Counts what has been asked for or given up. */
  let turn = 0;
  let busy = false;
  const run = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    while (wanted) {
      const [trial, mine] = [wanted, turn];
      wanted = undefined;
      try {
        const answer = await ask(trial);
        if (answer && mine === turn) show(answer);
      } catch (error) {
        if (mine === turn) fail(error);
      }
    }
    busy = false;
  };
  return {
    request(trial: ParameterValues): void {
      turn++;
      wanted = { ...trial };
      void run();
    },
    drop(): void {
      turn++;
      wanted = undefined;
    },
  };
}

function suggestions(
  { report, session }: SectionInput,
  trySettings: (values: ParameterValues) => void,
  note: HTMLElement,
): HTMLElement | null {
  const proposed = report.advice.filter(({ settings }) => settings !== undefined);
  if (proposed.length === 0) return null;
  const list = advicePart(proposed, { goTo: session.goTo, trySettings });
  return section(l10n.t('Suggested'), proposed.length, note, list);
}

export function whatIfSection(input: SectionInput): SectionView {
  const { report, session, trial } = input;
  const parts = answerPart(report.prediction);
  const ask = latest((values) => session.whatIf(values), parts.show, parts.fail);
  const keep = keepers(input, () => reset());
  // Advice is of the program as it is.
  const ofToday = h(
    'p',
    { class: 'quiet' },
    l10n.t('Gains over today’s program, without the values tried here.'),
  );
  const tried = (): void => {
    keep.enable(trial.size > 0);
    ofToday.hidden = trial.size === 0;
    if (trial.size > 0) return ask.request(settingsOf(trial));
    ask.drop();
    parts.show(undefined);
  };
  const controls = byRole(report.parameters).map((parameter) => ({
    parameter,
    ...control(parameter, trial.get(parameter.name) ?? parameter.value, (value) => {
      if (value === parameter.value) trial.delete(parameter.name);
      else trial.set(parameter.name, value);
      tried();
    }),
  }));
  const reset = (): void => {
    trial.clear();
    for (const { parameter, set } of controls) set(parameter.value);
    tried();
  };
  const trySettings = (values: ParameterValues): void => {
    for (const { parameter, set } of controls) {
      const value = ownValue(values, parameter.name);
      if (value === undefined) continue;
      trial.set(parameter.name, value);
      set(value);
    }
    tried();
  };
  parts.show(undefined);
  tried();
  const element = h(
    'div',
    { class: 'whatif' },
    parts.answer,
    h('div', { class: 'dials' }, ...dials(controls), keep.element),
    h('div', { class: 'resources' }, parts.resources, suggestions(input, trySettings, ofToday)),
  );
  return { element, destroy: () => undefined };
}

/** What if: a control for every parameter, today beside the trial, and the ways to keep it. */
import * as l10n from '@vscode/l10n';
import type { ParameterValues, ShownPrediction } from '../../server/protocol-shapes.ts';
import { utilizationRows } from '../charts/utilization.ts';
import { button, h, replace } from '../dom.ts';
import { advicePart } from '../parts/advice.ts';
import { section } from '../parts/section.ts';
import { table } from '../parts/table.ts';
import { bytes, change, duration, percent, rate, rateRange, resourceName } from '../words.ts';
import { byRole } from './curves.ts';
import { control, dials } from './dials.ts';
import { settingsOf } from './session.ts';
import type { SectionInput, SectionView } from './session.ts';

function comparison(today: ShownPrediction, trial: ShownPrediction): HTMLElement {
  const range = ({ qpsRange: [low, high] }: ShownPrediction) => rateRange(low, high);
  const rows: [string, string, string, string][] = [
    [l10n.t('Frames per second'), rate(today.qps), rate(trial.qps), change(today.qps, trial.qps)],
    [l10n.t('Range'), range(today), range(trial), ''],
    [
      l10n.t('Latency, median'),
      duration(today.latency.medianMs),
      duration(trial.latency.medianMs),
      change(today.latency.medianMs, trial.latency.medianMs),
    ],
    [
      l10n.t('Latency, p99'),
      duration(today.latency.p99Ms),
      duration(trial.latency.p99Ms),
      change(today.latency.p99Ms, trial.latency.p99Ms),
    ],
    [
      l10n.t('Memory at its peak'),
      bytes(today.memory.peakBytes),
      bytes(trial.memory.peakBytes),
      change(today.memory.peakBytes, trial.memory.peakBytes),
    ],
    [l10n.t('Binding'), resourceName(today.bottleneck.resource), resourceName(trial.bottleneck.resource), ''],
  ];
  return table({
    caption: l10n.t('Today beside the trial'),
    head: [l10n.t('Quantity'), l10n.t('Today'), l10n.t('What if'), l10n.t('Change')],
    rows,
  });
}

/** The figures stand beside it. */
const barOf = (kind: string, share: number): HTMLElement =>
  h('dd', {
    class: kind,
    attributes: { 'aria-hidden': true },
    variables: { '--share': `${Math.min(share, 1) * 100}%` },
  });

/** Two bars a resource: today's thin and quiet, the trial's in front. */
function bars(today: ShownPrediction, trial: ShownPrediction): HTMLElement {
  const before = new Map(utilizationRows(today).map(({ id, share }) => [id, share]));
  const rows = utilizationRows(trial).map(({ id, name, share, binding }) =>
    h(
      'div',
      { class: binding ? 'pair binding' : 'pair' },
      h('dt', {}, name),
      h('dd', {}, `${percent(before.get(id) ?? 0)} → ${percent(share)}`),
      barOf('bar-before', before.get(id) ?? 0),
      barOf('bar-after', share),
    ),
  );
  return h('dl', { class: 'pairs' }, ...rows);
}

/** Asks for the newest trial only: answers that come late are dropped. */
function latest(
  ask: (trial: ParameterValues) => Promise<ShownPrediction | null>,
  show: (answer: ShownPrediction) => void,
  fail: (error: unknown) => void,
) {
  let wanted: ParameterValues | undefined;
  let busy = false;
  const run = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    while (wanted) {
      const trial = wanted;
      wanted = undefined;
      try {
        const answer = await ask(trial);
        if (answer && !wanted) show(answer);
      } catch (error) {
        fail(error);
      }
    }
    busy = false;
  };
  return (trial: ParameterValues): void => {
    wanted = { ...trial };
    void run();
  };
}

export function whatIfSection(input: SectionInput): SectionView {
  const { report, session, trial } = input;
  const today = report.prediction;
  const result = h('div', { class: 'answer', attributes: { 'aria-live': 'polite' } });
  const resources = h('div', {});
  const note = h('p', { class: 'quiet', attributes: { role: 'status' } });
  const show = (prediction: ShownPrediction): void => {
    replace(result, comparison(today, prediction));
    replace(resources, bars(today, prediction));
  };
  const fail = (error: unknown): void =>
    replace(result, h('p', { class: 'alert' }, error instanceof Error ? error.message : String(error)));
  const ask = latest((values) => session.whatIf(values), show, fail);
  const controls = byRole(report.parameters).map((parameter) => ({
    parameter,
    ...control(parameter, trial.get(parameter.name) ?? parameter.value, (value) => {
      if (value === parameter.value) trial.delete(parameter.name);
      else trial.set(parameter.name, value);
      ask(settingsOf(trial));
    }),
  }));
  const reset = (): void => {
    trial.clear();
    for (const { parameter, set } of controls) set(parameter.value);
    show(today);
  };
  const trySettings = (values: ParameterValues): void => {
    for (const { parameter, set } of controls) {
      const value = values[parameter.name];
      if (value === undefined) continue;
      trial.set(parameter.name, value);
      set(value);
    }
    ask(settingsOf(trial));
  };
  show(today);
  if (trial.size > 0) ask(settingsOf(trial));
  const settings = report.advice.filter(({ settings: proposed }) => proposed !== undefined);
  const element = h(
    'div',
    { class: 'whatif' },
    result,
    h('div', { class: 'dials' }, ...dials(controls), keepers(input, note, reset), note),
    h(
      'div',
      { class: 'resources' },
      resources,
      settings.length > 0 &&
        section(
          l10n.t('Suggested'),
          settings.length,
          advicePart(settings, { goTo: session.goTo, trySettings }),
        ),
    ),
  );
  return { element, destroy: () => undefined };
}

function keepers(
  { report, session, trial }: SectionInput,
  note: HTMLElement,
  reset: () => void,
): HTMLElement {
  if (report.parameters.length === 0)
    return h('p', { class: 'quiet' }, l10n.t('Every number of this program is fixed in its source.'));
  const write = async (): Promise<void> => {
    const notWritten = await session.writeToSource(settingsOf(trial));
    const reasons = notWritten.map(({ name, reason }) => `${name}: ${reason}`);
    note.textContent =
      reasons.length > 0
        ? l10n.t('Not written: {0}', reasons.join('; '))
        : l10n.t('Written. Save the file to keep it.');
  };
  const keep = (): void => {
    for (const [name, value] of trial) session.setParameter(name, value);
    note.textContent = l10n.t('Kept in the settings (ascendcl.parameters).');
  };
  const failed = (error: unknown): void =>
    void (note.textContent = error instanceof Error ? error.message : String(error));
  return h(
    'div',
    { class: 'controls' },
    button(l10n.t('Write to source'), () => void write().catch(failed), { class: 'primary', key: 'write' }),
    button(l10n.t('Keep as setting'), keep, { key: 'keep' }),
    button(l10n.t('Back to today'), reset, { key: 'back' }),
  );
}

/** Curves: choose what to vary, run the sweep with progress, read the knee. */
import * as l10n from '@vscode/l10n';
import type { SweepResult } from '../../server/protocol.ts';
import type { ParameterState } from '../../server/protocol-shapes.ts';
import type { ChartView } from '../charts/chart.ts';
import { curvesChart, sweepTable } from '../charts/curves.ts';
import { measuredPoints } from '../charts/measured.ts';
import { button, h, replace, uniqueId } from '../dom.ts';
import { sweepSummary } from '../parts/sweep-summary.ts';
import { byRole, parseValues, suggestedValues } from '../values.ts';
import { settingsOf } from './session.ts';
import type { SectionInput, SectionView, Session, Vary } from './session.ts';

interface Choice {
  element: HTMLElement;
  /** Undefined where nothing is chosen; null where the values are not understood. */
  read(): Vary | undefined | null;
}

function choice(label: string, parameters: ParameterState[], initial: ParameterState | undefined): Choice {
  const [selectId, valuesId] = [uniqueId('vary'), uniqueId('values')];
  const options = parameters.map(({ name }) =>
    h('option', { attributes: { value: name, selected: name === initial?.name } }, name),
  );
  const none = initial ? null : h('option', { attributes: { value: '', selected: true } }, l10n.t('none'));
  const select = h('select', { attributes: { id: selectId } }, none, ...options);
  const values = h('input', { attributes: { id: valuesId, type: 'text', spellcheck: 'false' } });
  const chosen = () => parameters.find(({ name }) => name === select.value);
  const suggest = (): void => {
    const parameter = chosen();
    values.value = parameter ? suggestedValues(parameter).join(',') : '';
    values.disabled = !parameter;
  };
  select.addEventListener('change', suggest);
  suggest();
  return {
    element: h(
      'div',
      { class: 'vary' },
      h('label', { attributes: { for: selectId } }, label),
      select,
      h('label', { attributes: { for: valuesId } }, l10n.t('Values')),
      values,
    ),
    read() {
      const parameter = chosen();
      if (!parameter) return undefined;
      const parsed = parseValues(values.value, parameter.range);
      values.setAttribute('aria-invalid', String(!parsed));
      return parsed ? { name: parameter.name, values: parsed } : null;
    },
  };
}

export function curvesSection({ report, state, session, trial }: SectionInput): SectionView {
  const parameters = byRole(report.parameters);
  const out = h('div', { class: 'result' });
  let chart: ChartView | undefined;
  let against: 'parameter' | 'latency' = 'parameter';
  const show = (result: SweepResult): void => {
    chart?.destroy();
    const today = report.parameters.find(({ name }) => name === result.vary[0])?.value;
    const measured = measuredPoints(result, { report, comparison: state.comparison });
    chart = curvesChart(result, { against, today, measured });
    replace(
      out,
      viewSwitch(result),
      h('p', { class: 'summary' }, sweepSummary(result)),
      chart.element,
      sweepTable(result),
    );
  };
  const viewSwitch = (result: SweepResult): HTMLElement => {
    const pick = (to: typeof against, label: string) =>
      button(label, () => show(((against = to), result)), {
        key: `against-${to}`,
        attributes: { 'aria-pressed': String(against === to) },
      });
    return h(
      'div',
      { class: 'controls switch' },
      pick('parameter', l10n.t('Against the parameter')),
      pick('latency', l10n.t('Rate against latency')),
    );
  };
  const form = sweepForm(parameters, out, { report, state, session, trial }, show);
  if (state.sweep) show(state.sweep);
  return {
    element: h('div', {}, form, out),
    canvas: () => chart?.canvas,
    destroy: () => chart?.destroy(),
  };
}

function parts(parameters: ParameterState[], session: Session, start: () => void) {
  const first = choice(l10n.t('Vary'), parameters, parameters[0]);
  const second = choice(l10n.t('and'), parameters, undefined);
  const run = button(l10n.t('Run sweep'), start, { class: 'primary', key: 'run-sweep' });
  const cancel = button(l10n.t('Cancel'), () => session.cancelSweep(), { key: 'cancel-sweep' });
  const bar = h('progress', { attributes: { 'aria-label': l10n.t('Sweep'), max: 1, value: 0 } });
  const controls = h('div', { class: 'controls' }, run, cancel, bar);
  const running = (on: boolean): void => {
    run.disabled = on;
    cancel.hidden = !on;
    bar.hidden = !on;
    bar.value = 0;
  };
  running(false);
  return {
    element: h('div', { class: 'form' }, first.element, second.element, controls),
    first,
    second,
    bar,
    running,
  };
}

function sweepForm(
  parameters: ParameterState[],
  out: HTMLElement,
  { session, trial }: SectionInput,
  show: (result: SweepResult) => void,
): HTMLElement {
  if (parameters.length === 0) {
    return h(
      'p',
      { class: 'quiet' },
      l10n.t('There is nothing to vary: every number of this program is fixed in its source.'),
    );
  }
  const form = parts(parameters, session, () => void start());
  const say = (problem: string): void =>
    replace(out, h('p', { class: 'alert', attributes: { role: 'alert' } }, problem));
  const start = async (): Promise<void> => {
    const [first, second] = [form.first.read(), form.second.read()];
    if (!first || second === null)
      return say(l10n.t('Write values such as 1..8 or 16,32,64, within the parameter’s range.'));
    form.running(true);
    try {
      const vary = second ? [first, second] : [first];
      const progress = (done: number, total: number) => (form.bar.value = done / Math.max(total, 1));
      const result = await session.sweep(settingsOf(trial), vary, progress);
      if (result) show(result);
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
    } finally {
      form.running(false);
    }
  };
  return form.element;
}

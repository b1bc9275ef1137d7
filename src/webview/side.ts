/** The side panel: one column, from the answer down to what is unknown. */
import * as l10n from '@vscode/l10n';
import type { ProgramReport } from '../server/protocol.ts';
import type { Actions } from './actions.ts';
import { utilizationChart } from './charts/utilization.ts';
import type { ChartView } from './charts/chart.ts';
import { button, h, replace } from './dom.ts';
import type { Child } from './dom.ts';
import { advicePart, bestOf, nextStep } from './parts/advice.ts';
import { emptyPart } from './parts/empty.ts';
import { headline } from './parts/headline.ts';
import { memoryPart } from './parts/memory.ts';
import { section } from './parts/section.ts';
import { speedupsPart } from './parts/speedups.ts';
import { missingPart, unpredictedPart } from './parts/understanding.ts';
import { unknownsPart } from './parts/unknowns.ts';
import type { PageState } from './protocol.ts';

/** Shown where the workspace has several programs. */
export function programChoice(
  { programs, report, unpredicted }: PageState,
  actions: Partial<Actions>,
): Child {
  const { selectProgram } = actions;
  if (programs.length < 2 || !selectProgram) return null;
  const shown = (report ?? unpredicted)?.program;
  const none = shown ? null : h('option', { attributes: { value: '', selected: true, disabled: true } }, '—');
  const options = programs.map(({ program }) =>
    h('option', { attributes: { value: program, selected: program === shown } }, program),
  );
  const select = h(
    'select',
    { key: 'program', attributes: { 'aria-label': l10n.t('Program') } },
    none,
    ...options,
  );
  select.addEventListener('change', () => selectProgram(select.value));
  return select;
}

function openers({ openFull }: Partial<Actions>): Child {
  if (!openFull) return null;
  return h(
    'div',
    { class: 'controls' },
    button(l10n.t('What if…'), () => openFull('whatif'), { class: 'primary', key: 'open-whatif' }),
    button(l10n.t('Timeline'), () => openFull('timeline'), { key: 'open-timeline' }),
    button(l10n.t('Curves'), () => openFull('curves'), { key: 'open-curves' }),
  );
}

/** The next step stands by itself; the rest follows where there is room for it. */
export function adviceSections(
  { advice, adviceLeftOut, understanding }: ProgramReport,
  actions: Partial<Actions>,
) {
  const best = bestOf(advice);
  const rest = advice.filter((item) => item !== best);
  const count = rest.length + adviceLeftOut;
  const options = { leftOut: adviceLeftOut, isPartial: understanding?.state === 'partial' };
  const list = (title: string) => section(title, count, advicePart(rest, actions, options));
  return best
    ? {
        next: section(l10n.t('Next step'), undefined, nextStep(best, actions)),
        more: count > 0 && list(l10n.t('More advice')),
      }
    : { next: null, more: list(l10n.t('Advice')) };
}

/** From the answer and the next step down to what is unknown. */
function reportParts(report: ProgramReport, actions: Partial<Actions>, chart: ChartView): Child[] {
  const { prediction } = report;
  const found = prediction.qps > 0;
  const unknown = unknownsPart(report, actions);
  const { next, more } = adviceSections(report, actions);
  return [
    next,
    found && openers(actions),
    missingPart(report, actions),
    // Without a rate this is what there is to do.
    !found && unknown,
    found && section(l10n.t('Utilization'), undefined, chart.element),
    section(l10n.t('Memory at its peak'), undefined, memoryPart(prediction.memory)),
    more,
    found && unknown,
    prediction.speedups.length > 0 &&
      section(l10n.t('If one part were twice as fast'), undefined, speedupsPart(prediction)),
  ];
}

export const withoutReport = (state: PageState, actions: Partial<Actions>): HTMLElement =>
  state.unpredicted ? unpredictedPart(state.unpredicted, actions) : emptyPart(state, actions);

export function sidePage(root: Element, actions: Partial<Actions>): (state: PageState) => void {
  let chart: ChartView | undefined;
  return (state) => {
    const { report } = state;
    chart?.destroy();
    chart = undefined;
    // Where one program cannot be predicted, another can still be chosen.
    if (!report) return replace(root, programChoice(state, actions), withoutReport(state, actions));
    chart = utilizationChart(report.prediction);
    replace(root, programChoice(state, actions), headline(report), ...reportParts(report, actions, chart));
  };
}

/** The side panel: one column, from the answer down to what is unknown. */
import * as l10n from '@vscode/l10n';
import type { ProgramReport } from '../server/protocol.ts';
import type { Actions } from './actions.ts';
import { utilizationChart } from './charts/utilization.ts';
import type { ChartView } from './charts/chart.ts';
import { button, h, replace } from './dom.ts';
import type { Child } from './dom.ts';
import { advicePart } from './parts/advice.ts';
import { emptyPart } from './parts/empty.ts';
import { headline } from './parts/headline.ts';
import { memoryPart } from './parts/memory.ts';
import { section } from './parts/section.ts';
import { speedupsPart } from './parts/speedups.ts';
import { unknownsPart } from './parts/unknowns.ts';
import type { PageState } from './protocol.ts';

/** Shown where the workspace has several programs. */
export function programChoice({ programs, report }: PageState, actions: Partial<Actions>): Child {
  const { selectProgram } = actions;
  if (programs.length < 2 || !selectProgram) return null;
  const none = report
    ? null
    : h('option', { attributes: { value: '', selected: true, disabled: true } }, '—');
  const options = programs.map(({ program }) =>
    h('option', { attributes: { value: program, selected: program === report?.program } }, program),
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

/** All that a report says, also used by the HTML report. */
export function reportParts(report: ProgramReport, actions: Partial<Actions>, chart: ChartView): Child[] {
  const { prediction, advice, unknowns } = report;
  return [
    section(l10n.t('Utilization'), undefined, chart.element),
    section(l10n.t('Memory at its peak'), undefined, memoryPart(prediction.memory)),
    section(
      l10n.t('Advice'),
      advice.length + report.adviceLeftOut,
      advicePart(advice, actions, report.adviceLeftOut),
    ),
    unknowns.length > 0 && section(l10n.t('Unknown'), unknowns.length, unknownsPart(report, actions)),
    prediction.speedups.length > 0 &&
      section(l10n.t('If one part were twice as fast'), undefined, speedupsPart(prediction)),
  ];
}

export function sidePage(root: Element, actions: Partial<Actions>): (state: PageState) => void {
  let chart: ChartView | undefined;
  return (state) => {
    const { report } = state;
    chart?.destroy();
    chart = undefined;
    // Where one program cannot be predicted, another can still be chosen.
    if (!report) return replace(root, programChoice(state, actions), emptyPart(state, actions));
    chart = utilizationChart(report.prediction);
    replace(
      root,
      programChoice(state, actions),
      headline(report),
      openers(actions),
      ...reportParts(report, actions, chart),
    );
  };
}

/** The HTML report's page: the panel's parts, without what needs an editor. */
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import chinese from '../../l10n/bundle.l10n.zh-cn.json' with { type: 'json' };
import { reportDataSchema } from '../server/protocol.ts';
import type { AnyPage, ProgramPage, SweepResult, UnpredictedReport } from '../server/protocol.ts';
import type { ParameterState } from '../server/protocol-shapes.ts';
import { readTimeline } from '../server/protocol-timeline.ts';
import { curvesChart, sweepTable } from './charts/curves.ts';
import { measuredPoints } from './charts/measured.ts';
import { utilizationChart } from './charts/utilization.ts';
import { h, replace } from './dom.ts';
import type { Child } from './dom.ts';
import { boundPart } from './parts/bound.ts';
import { headline } from './parts/headline.ts';
import { memoryPart } from './parts/memory.ts';
import { section } from './parts/section.ts';
import { speedupsPart } from './parts/speedups.ts';
import { sweepSummary } from './parts/sweep-summary.ts';
import { table, twin } from './parts/table.ts';
import { missingPart, unpredictedPart } from './parts/understanding.ts';
import { unknownsPart } from './parts/unknowns.ts';
import { adviceSections } from './side.ts';
import { framesSpan, timelineView } from './timeline/timeline.ts';
import { number, useLocale } from './words.ts';

const roleTitles: Record<NonNullable<ParameterState['role']>, () => string> = {
  threads: () => l10n.t('Rate against threads'),
  depth: () => l10n.t('Rate against depth'),
  batch: () => l10n.t('Rate against batch'),
  streams: () => l10n.t('Rate against streams'),
};

function curve(sweep: SweepResult, { report }: ProgramPage): HTMLElement {
  const [name] = sweep.vary;
  const parameter = report.parameters.find((each) => each.name === name);
  const title = parameter?.role ? roleTitles[parameter.role]() : (name ?? '');
  const measured = measuredPoints(sweep, { report, comparison: null });
  const chart = curvesChart(sweep, { against: 'parameter', today: parameter?.value, measured });
  return h(
    'div',
    { class: 'curve' },
    h('h3', {}, title),
    chart.element,
    h('p', { class: 'quiet' }, sweepSummary(sweep)),
    twin(`sweep-${name ?? ''}`, () => sweepTable(sweep)),
  );
}

function parametersTable(parameters: readonly ParameterState[]): HTMLElement {
  return table({
    caption: l10n.t('Parameters and their values'),
    head: [l10n.t('Parameter'), l10n.t('Value'), l10n.t('Where from')],
    rows: parameters.map(({ name, value, description, evidence, choices }) => [
      h('code', {}, name),
      choices?.[value] ?? number(value),
      description ?? (evidence === undefined ? '' : h('code', {}, evidence)),
    ]),
    text: [2],
  });
}

function resources({ report }: ProgramPage): HTMLElement {
  const { prediction } = report;
  return h(
    'div',
    { class: 'columns' },
    section(l10n.t('Utilization'), undefined, utilizationChart(prediction).element),
    h(
      'div',
      {},
      section(l10n.t('Memory at its peak'), undefined, memoryPart(prediction.memory)),
      prediction.speedups.length > 0 &&
        section(l10n.t('If one part were twice as fast'), undefined, speedupsPart(prediction)),
    ),
  );
}

function programPart(page: ProgramPage): HTMLElement {
  const { report, sweeps, bound, timeline } = page;
  const { parameters } = report;
  const { next, more } = adviceSections(report, {});
  const parts: Child[] = [
    h('h1', {}, report.program),
    headline(report),
    next,
    missingPart(report, {}),
    resources(page),
    bound.length > 0 && boundPart(bound, report).element,
    more,
    sweeps.length > 0 &&
      section(
        l10n.t('Curves'),
        undefined,
        h('div', { class: 'curves' }, ...sweeps.map((sweep) => curve(sweep, page))),
      ),
    section(
      l10n.t('Timeline'),
      undefined,
      timelineView(readTimeline(timeline), {}, framesSpan(report)).element,
    ),
    unknownsPart(report, {}),
    parameters.length > 0 && section(l10n.t('Parameters'), undefined, parametersTable(parameters)),
  ];
  return h('article', { class: 'program' }, ...parts.filter((part) => part !== null));
}

const anyPart = (page: AnyPage): HTMLElement =>
  'report' in page ? programPart(page) : unpredictedArticle(page.unpredicted);

const unpredictedArticle = (report: UnpredictedReport): HTMLElement =>
  h('article', { class: 'program' }, h('h1', {}, report.program), unpredictedPart(report, {}));

export function runReport(root: Element): void {
  const text = document.getElementById('report')?.textContent ?? 'null';
  const { locale, version, date, programs } = v.parse(reportDataSchema, JSON.parse(text));
  if (locale.startsWith('zh')) l10n.config({ contents: chinese });
  useLocale(locale);
  const made = l10n.t(
    'Predicted from source by AscendCL Performance {0} on {1}; nothing was run.',
    version,
    date,
  );
  replace(root, ...programs.map(anyPart), h('footer', { class: 'quiet' }, made));
}

/** Entry of the HTML report's page: the panel's parts, without what needs an editor. */
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import chinese from '../../l10n/bundle.l10n.zh-cn.json' with { type: 'json' };
import { programReportSchema } from '../server/protocol.ts';
import type { ProgramReport } from '../server/protocol.ts';
import './panel.css';
import './full.css';
import './report.css';
import { utilizationChart } from './charts/utilization.ts';
import { h, replace } from './dom.ts';
import { headline } from './parts/headline.ts';
import { reportParts } from './side.ts';
import { useLocale } from './words.ts';

const reportSchema = v.object({ locale: v.string(), reports: v.array(programReportSchema) });

function programPart(report: ProgramReport): HTMLElement {
  const chart = utilizationChart(report.prediction);
  return h(
    'article',
    { class: 'program' },
    h('h1', {}, report.program),
    headline(report),
    ...reportParts(report, {}, chart),
  );
}

function run(root: Element): void {
  const text = document.getElementById('report')?.textContent ?? 'null';
  const { locale, reports } = v.parse(reportSchema, JSON.parse(text));
  if (locale.startsWith('zh')) l10n.config({ contents: chinese });
  useLocale(locale);
  replace(root, ...reports.map(programPart));
}

const root = document.getElementById('app');
if (root) run(root);

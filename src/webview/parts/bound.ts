/** What binds the rate, in a picture and in a sentence, and beside it where a frame's time goes. */
import * as l10n from '@vscode/l10n';
import type { ProgramReport } from '../../server/protocol.ts';
import type { ShownPart } from '../../server/protocol-shapes.ts';
import { boundChart, firstToFree } from '../charts/bound.ts';
import type { ChartView } from '../charts/chart.ts';
import { waterfallChart } from '../charts/waterfall.ts';
import { h } from '../dom.ts';
import { change, rate } from '../words.ts';
import { section } from './section.ts';

type Bound = Pick<ProgramReport, 'prediction' | 'measured'>;

function sentence(parts: readonly ShownPart[], { prediction }: Bound): string {
  const best = firstToFree({ parts, prediction });
  if (!best)
    return l10n.t(
      'No part alone lifts the rate, were it free: several hold it, or its pace is set from outside.',
    );
  const { qps } = prediction;
  const { name, freed = qps } = best;
  return l10n.t(
    '{0} holds the rate most: were it free, {1} → {2} ({3}).',
    name,
    rate(qps),
    rate(freed),
    change(qps, freed),
  );
}

/** `parts` of a program that finishes frames. */
export function boundPart(parts: readonly ShownPart[], report: Bound): ChartView {
  const { prediction, measured } = report;
  const chart = boundChart({ parts, prediction, measured: measured?.qps });
  const path = prediction.criticalPath.length > 0 ? waterfallChart(prediction) : undefined;
  return {
    element: h(
      'div',
      { class: 'columns' },
      section(
        l10n.t('What binds the rate'),
        undefined,
        h('p', { class: 'summary' }, sentence(parts, report)),
        chart.element,
      ),
      path && section(l10n.t('Where a frame’s time goes'), undefined, path.element),
    ),
    canvas: chart.canvas,
    destroy() {
      chart.destroy();
      path?.destroy();
    },
  };
}

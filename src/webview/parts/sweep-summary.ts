/** Best and knee of a sweep, in a sentence. */
import * as l10n from '@vscode/l10n';
import type { SweepResult } from '../../server/protocol.ts';
import { framesPerSecond, number } from '../words.ts';

function pointText(result: SweepResult, index: number | null): string {
  const point = index === null ? undefined : result.points[index];
  if (!point) return l10n.t('none fits');
  const settings = Object.entries(point.settings).map(([name, value]) => `${name} = ${number(value)}`);
  return `${settings.join(', ')} (${framesPerSecond(point.qps)})`;
}

export function sweepSummary(result: SweepResult): string {
  const left = result.leftOut > 0 ? ` ${l10n.t('{0} configurations were left out.', result.leftOut)}` : '';
  const { best, knee } = result;
  if (best !== null && best === knee)
    return `${l10n.t('Best, and the knee: {0}.', pointText(result, best))}${left}`;
  return `${l10n.t('Best: {0}. Knee: {1}.', pointText(result, best), pointText(result, knee))}${left}`;
}

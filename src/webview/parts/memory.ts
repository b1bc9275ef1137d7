/** Device memory at its peak against the limit, by what holds it. */
import * as l10n from '@vscode/l10n';
import type { ShownPrediction } from '../../server/protocol-shapes.ts';
import { h } from '../dom.ts';
import { bytes, percent } from '../words.ts';
import { ownValue } from '../../base/own-value.ts';

const partNames: Record<string, () => string> = {
  floor: () => l10n.t('System'),
  models: () => l10n.t('Models'),
  dvpp: () => l10n.t('DVPP buffers'),
  device: () => l10n.t('Device buffers'),
};
const partName = (id: string): string => ownValue(partNames, id)?.() ?? id;

export function memoryPart(memory: ShownPrediction['memory']): HTMLElement {
  const scale = Math.max(memory.limitBytes, memory.peakBytes, 1);
  const parts = Object.entries(memory.parts)
    .filter(([, size]) => size > 0)
    .sort(([, one], [, other]) => other - one);
  const segments = parts.map(([, size], index) =>
    h('span', { class: `segment s${index % 4}`, variables: { '--share': `${(size / scale) * 100}%` } }),
  );
  const rows = parts.map(([id, size], index) =>
    h(
      'div',
      { class: 'part' },
      h('dt', {}, h('span', { class: `key s${index % 4}` }), partName(id)),
      h('dd', {}, bytes(size)),
    ),
  );
  const sum = l10n.t('{0} of {1}', bytes(memory.peakBytes), bytes(memory.limitBytes));
  return h(
    'div',
    { class: memory.fits ? 'memory' : 'memory full' },
    h(
      'p',
      { class: 'sum' },
      h('span', {}, sum),
      h('span', {}, percent(memory.peakBytes / Math.max(memory.limitBytes, 1))),
    ),
    h('div', { class: 'stack', attributes: { 'aria-hidden': true } }, ...segments),
    h('dl', { class: 'parts' }, ...rows),
  );
}

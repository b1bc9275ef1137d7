/** Virtual speed-ups: what a resource twice as fast would bring. Says where tuning helps, and where it does not. */
import * as l10n from '@vscode/l10n';
import type { ShownPrediction } from '../../server/protocol-shapes.ts';
import { h } from '../dom.ts';
import { change, number, rate, resourceName } from '../words.ts';

const times = (resource: string, factor: number): string =>
  l10n.t('{0}, {1} times as fast', resourceName(resource), number(factor));

export function speedupsPart({ qps, speedups }: ShownPrediction): HTMLElement {
  const sorted = [...speedups].sort((one, other) => other.qps - one.qps);
  const rows = sorted.map(({ resource, factor, qps: after }) =>
    h(
      'div',
      { class: 'part' },
      h('dt', {}, factor === 2 ? resourceName(resource) : times(resource, factor)),
      h('dd', {}, h('strong', {}, change(qps, after)), h('span', { class: 'note' }, rate(after))),
    ),
  );
  return h('dl', { class: 'parts' }, ...rows);
}

/** Where a frame's time goes: the steps on its way, the longest first, what waits included. */
import * as l10n from '@vscode/l10n';
import type { ShownPrediction } from '../../server/protocol-shapes.ts';
import { h } from '../dom.ts';
import { duration, percent, resourceName } from '../words.ts';

/** Steps with a smaller share say little: they are summed up. */
const leastShare = 0.02;

function row(name: string, note: string, milliseconds: number, share: number): HTMLElement {
  return h(
    'div',
    { class: 'part' },
    h('dt', {}, name, note !== '' && h('span', { class: 'note' }, note)),
    h('dd', {}, h('strong', {}, percent(share)), h('span', { class: 'note' }, duration(milliseconds))),
  );
}

export function pathPart({ criticalPath }: ShownPrediction): HTMLElement {
  const sorted = [...criticalPath].sort((one, other) => other.share - one.share);
  const shown = sorted.filter(({ share }) => share >= leastShare);
  const rest = sorted.filter(({ share }) => share < leastShare);
  const sum = (key: 'share' | 'milliseconds') => rest.reduce((total, step) => total + step[key], 0);
  return h(
    'dl',
    { class: 'parts' },
    ...shown.map(({ what, resource, milliseconds, share }) =>
      row(what, resourceName(resource), milliseconds, share),
    ),
    rest.length > 0 && row(l10n.t('others'), '', sum('milliseconds'), sum('share')),
  );
}

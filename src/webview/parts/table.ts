/** Tables, and the table twin that says in rows what a chart shows. */
import * as l10n from '@vscode/l10n';
import { h } from '../dom.ts';
import type { Child } from '../dom.ts';

/** First cells are row headers; the rest is right-aligned numbers unless `text` lists the column. */
export interface TableContent {
  caption: string;
  head: string[];
  rows: Child[][];
  text?: number[];
}

export function table({ caption, head, rows, text = [] }: TableContent): HTMLElement {
  const align = (column: number) => (column === 0 || text.includes(column) ? 'text' : 'number');
  const headCells = head.map((label, column) =>
    h('th', { class: align(column), attributes: { scope: 'col' } }, label),
  );
  const bodyRows = rows.map((cells) =>
    h(
      'tr',
      {},
      ...cells.map((cell, column) =>
        column === 0
          ? h('th', { class: 'text', attributes: { scope: 'row' } }, cell)
          : h('td', { class: align(column) }, cell),
      ),
    ),
  );
  return h(
    'div',
    { class: 'table', attributes: { tabindex: 0, role: 'region', 'aria-label': caption } },
    h(
      'table',
      {},
      h('caption', { class: 'visually-hidden' }, caption),
      h('thead', {}, h('tr', {}, ...headCells)),
      h('tbody', {}, ...bodyRows),
    ),
  );
}

/** Open or closed by the user; built only when opened, since large tables cost time. */
export function twin(key: string, content: () => HTMLElement): HTMLElement {
  const details = h(
    'details',
    { class: 'twin' },
    h('summary', { key: `twin-${key}` }, l10n.t('Show as table')),
  );
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) details.append(content());
  });
  return details;
}

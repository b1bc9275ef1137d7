import { h, uniqueId } from '../dom.ts';
import type { Child } from '../dom.ts';

/** A titled part of a page; `count` stands beside the title. */
export function section(title: string, count: number | undefined, ...children: Child[]): HTMLElement {
  const id = uniqueId('section');
  const heading = h(
    'h2',
    { attributes: { id } },
    title,
    count !== undefined && h('span', { class: 'count' }, String(count)),
  );
  return h('section', { attributes: { 'aria-labelledby': id } }, heading, ...children);
}

/** The section of what binds: asked for when shown, of today's program. */
import * as l10n from '@vscode/l10n';
import type { ChartView } from '../charts/chart.ts';
import { h, replace } from '../dom.ts';
import { boundPart } from '../parts/bound.ts';
import type { SectionInput, SectionView } from './session.ts';
import { inWords } from './whatif-answer.ts';

export function boundSection({ report, session }: SectionInput): SectionView {
  const waiting = h('p', { class: 'quiet', attributes: { role: 'status' } }, l10n.t('Simulating…'));
  const element = h('div', {}, waiting);
  let view: ChartView | undefined;
  let gone = false;
  session.bound().then(
    (parts) => {
      if (gone) return;
      if (!parts) return void (waiting.textContent = l10n.t('The program is gone: open its source again.'));
      view = boundPart(parts, report);
      replace(element, view.element);
    },
    (error: unknown) =>
      replace(element, h('p', { class: 'alert', attributes: { role: 'alert' } }, inWords(error))),
  );
  return {
    element,
    canvas: () => view?.canvas,
    destroy() {
      gone = true;
      view?.destroy();
    },
  };
}

/** The timeline section: asks for it when shown, of today's program or of the trial. */
import * as l10n from '@vscode/l10n';
import { h, replace } from '../dom.ts';
import { framesSpan, timelineView } from '../timeline/timeline.ts';
import type { TimelineView } from '../timeline/timeline.ts';
import { settingsOf } from './session.ts';
import type { SectionInput, SectionView } from './session.ts';

export function timelineSection({ report, session, trial }: SectionInput): SectionView {
  const element = h(
    'div',
    {},
    h('p', { class: 'quiet', attributes: { role: 'status' } }, l10n.t('Simulating…')),
  );
  let view: TimelineView | undefined;
  let gone = false;
  const tried = [...trial].map(([name, value]) => `${name} = ${value}`);
  session.timeline(settingsOf(trial)).then(
    (timeline) => {
      if (gone) return;
      if (!timeline)
        return replace(
          element,
          h('p', { class: 'quiet' }, l10n.t('The program is gone: open its source again.')),
        );
      view = timelineView(timeline, session, framesSpan(report));
      replace(
        element,
        tried.length > 0 && h('p', { class: 'summary' }, l10n.t('What if: {0}', tried.join(', '))),
        view.element,
      );
    },
    (error: unknown) =>
      replace(element, h('p', { class: 'alert', attributes: { role: 'alert' } }, String(error))),
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

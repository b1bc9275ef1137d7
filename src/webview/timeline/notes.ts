/** What stands below a timeline: which part of the runs it shows, and what of them it leaves out. */
import * as l10n from '@vscode/l10n';
import { h } from '../dom.ts';
import { duration, number } from '../words.ts';
import type { TimelineModel } from './model.ts';

export const timelineNotes = (model: TimelineModel): (HTMLElement | null)[] => [
  leftOutNote(model),
  measuredNote(model),
];

function leftOutNote({ leftOut, lanesLeftOut, fromMs, toMs }: TimelineModel): HTMLElement | null {
  const notes = [
    leftOut > 0 &&
      l10n.t(
        'Shown is the time from {0} to {1} of the simulated run; {2} boxes outside of it are left out.',
        duration(fromMs),
        duration(toMs),
        number(leftOut),
      ),
    lanesLeftOut > 0 && l10n.t('{0} more lanes are left out.', number(lanesLeftOut)),
  ].filter((note) => note !== false);
  return notes.length > 0 ? h('p', { class: 'quiet' }, notes.join(' ')) : null;
}

function measuredNote({ measured }: TimelineModel): HTMLElement | null {
  if (!measured) return null;
  const { fromMs, toMs, frameMs, leftOut, lanesLeftOut } = measured;
  const notes = [
    l10n.t(
      'Measured lanes show the recorded run from {0} to {1}; {2} of its events are left out.',
      duration(fromMs),
      duration(toMs),
      number(leftOut),
    ),
    lanesLeftOut > 0 && l10n.t('{0} of its threads and kinds of tasks are left out.', number(lanesLeftOut)),
    frameMs === undefined
      ? l10n.t('No frame was found that begins in both: that they stand beside each other says nothing.')
      : l10n.t('At {0}, where the line is, a frame begins in both.', duration(frameMs)),
  ].filter((note) => note !== false);
  return h('p', { class: 'quiet' }, notes.join(' '));
}

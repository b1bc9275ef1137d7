/** `--watch`: answers again and again, on each change of what the answer hangs on. It ends as its process does, by Ctrl-C. */
import type { Console } from '../console.ts';
import { oneLine } from '../failure.ts';
import { explained } from '../guarded.ts';
import type { Message } from '../messages.ts';
import { message } from '../messages.ts';
import { firstChanges } from './changes.ts';
import type { Places } from './places.ts';
import { Watcher } from './watcher.ts';

/** What is watched, and what is done about it. */
export interface Subject {
  places(): Places;
  /** How many files the answer is of. */
  files(): number;
  /** Looks anew, and says what has changed. Throws where there is nothing that could be answered. */
  look(): Promise<Message[]>;
  answer(): Promise<unknown>;
}

/** Throws what the first look and answer throw: no change of a file mends an option. */
export async function watchFor(subject: Subject, out: Console): Promise<never> {
  const watcher = new Watcher();
  try {
    return await answerOn(subject, watcher, out);
  } finally {
    watcher.close();
  }
}

async function answerOn(subject: Subject, watcher: Watcher, out: Console): Promise<never> {
  const follow = (): void => watcher.follow(() => subject.places());
  follow();
  await subject.look();
  follow();
  await subject.answer();
  sayWatching(watcher, subject, out);
  for (let isAnswered = true; ;) {
    await watcher.changed();
    // Before anything is read: whatever comes later is told of.
    follow();
    const said = await again(subject, isAnswered, out);
    if (said === 'nothing') continue;
    isAnswered = said === 'answer';
    sayWatching(watcher, subject, out);
  }
}

async function again(
  subject: Subject,
  isAnswered: boolean,
  out: Console,
): Promise<'nothing' | 'answer' | 'error'> {
  try {
    const changes = await subject.look();
    if (isAnswered && changes.length === 0) return 'nothing';
    sayChanged(changes, out);
    await subject.answer();
    return 'answer';
  } catch (error) {
    // A defect of ours too: of another state of the files there may be an answer.
    out.clear();
    out.fail(oneLine(explained(error).in(out.locale)));
    return 'error';
  }
}

function sayChanged(changes: readonly Message[], out: Console): void {
  const time = new Date().toTimeString().slice(0, 8);
  const what = changes.length > 0 ? firstChanges(changes) : message('read-again');
  out.clear();
  out.note(message('changed-at', { time, what }));
  out.flush();
}

function sayWatching(watcher: Watcher, subject: Subject, out: Console): void {
  const data = { files: subject.files(), folders: watcher.folders };
  out.note(message(watcher.isLooking ? 'looking-on' : 'watching', data));
  out.flush();
}

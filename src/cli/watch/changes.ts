/** What is different from the last look, and the session brought up to it. */
import type { DocumentChange } from '../../analyzer/analysis.ts';
import type { Session } from '../../service/session.ts';
import type { Seen } from '../open.ts';
import type { Message } from '../messages.ts';
import { message } from '../messages.ts';

/** Files that are named at most: nobody reads on. */
const MOST_NAMED = 3;

/** Takes what was seen into the session, and says what that changed. */
export function takeIn({ files, settings }: Seen, session: Session): Message[] {
  const gone = new Set(session.files());
  const said: Message[] = [];
  for (const { file, text } of files) {
    gone.delete(file);
    const before = session.textOf(file);
    if (before === text) continue;
    said.push(message(before === undefined ? 'file-new' : 'file-changed', { file }));
    session.update(before === undefined ? { file, text } : changeBetween(file, before, text));
  }
  for (const file of gone) {
    session.remove(file);
    said.push(message('file-gone', { file }));
  }
  if (JSON.stringify(settings) !== JSON.stringify(session.settingsAt())) session.configure(settings);
  return said;
}

/** The same, of texts that no session holds: settings, profiles, baselines. Undefined is a file that is not there. */
export function textChanges(
  before: ReadonlyMap<string, string | undefined>,
  after: ReadonlyMap<string, string | undefined>,
): Message[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((file) => {
    const [old, now] = [before.get(file), after.get(file)];
    if (old === now) return [];
    if (old === undefined) return [message('file-new', { file })];
    return [message(now === undefined ? 'file-gone' : 'file-changed', { file })];
  });
}

/** The first of them, and how many more there are. */
export function firstChanges(said: readonly Message[]): Message[] {
  if (said.length <= MOST_NAMED + 1) return [...said];
  return [...said.slice(0, MOST_NAMED), message('and-more', { count: said.length - MOST_NAMED })];
}

/** One edit from where the texts begin to differ to where they end to, so that only what it touches is parsed anew. */
export function changeBetween(file: string, before: string, text: string): DocumentChange {
  const most = Math.min(before.length, text.length);
  let start = 0;
  while (start < most && before[start] === text[start]) start++;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === text.at(-1 - end)) end++;
  return {
    file,
    text,
    edit: {
      startOffset: wholeCharacter(before, start, -1),
      oldEndOffset: wholeCharacter(before, before.length - end, 1),
      newEndOffset: wholeCharacter(text, text.length - end, 1),
    },
  };
}

/** A place beside a character of two units rather than within it. */
const wholeCharacter = (text: string, at: number, step: 1 | -1): number =>
  /[\udc00-\udfff]/.test(text.charAt(at)) && at > 0 ? at + step : at;

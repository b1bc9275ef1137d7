/** Coverage: which of the runtime's calls in a program's files its trace has, and why it lacks the others. */
import { oncePer } from '../../base/once.ts';
import type { Coverage, UnreadCalls, UnreadReason } from '../../pipeline/coverage.ts';
import { verdictOf } from '../../pipeline/coverage.ts';
import type { SourceRange } from '../../pipeline/source.ts';
import { visibleIn } from '../../pipeline/visible.ts';
import { givesWork } from '../acl/catalogue.ts';
import { lastName } from '../program/qualified.ts';
import type { FileFacts } from '../syntax/facts.ts';
import type { MacroDeclaration } from '../syntax/ast.ts';
import type { ParsedMacro } from '../syntax/macro-body.ts';
import { callsOf, type ProgramTrace } from '../trace/nodes.ts';
import { hiddenCalls, type HiddenCall } from './hidden-calls.ts';
import { keyOf, runtimeCalls, type RuntimeCallText } from './runtime-calls.ts';
import { Unused } from './unused.ts';

/** One call in the text. */
export interface ReadCall {
  /** Equal for the same call in several programs. */
  key: string;
  function: string;
  range: SourceRange;
  /** It gives the device work. */
  work: boolean;
  isFollowed: boolean;
  /** Why not, where it is not. */
  reason: UnreadReason;
  detail?: string | undefined;
}

/** What following a program came to, as `interpret` gives it. */
interface Followed {
  trace: ProgramTrace;
  exhausted: boolean;
  /** The functions, by declaration, that were entered. */
  entered: ReadonlySet<unknown>;
  absent: readonly string[];
}

interface Reading {
  result: Followed;
  macroBody: (macro: MacroDeclaration) => ParsedMacro | undefined;
  /** Last names of the classes that the program's files declare. */
  classes: ReadonlySet<string>;
  unused: Unused;
}

/** The calls in the text of files, and the classes that these declare. */
export interface CallTexts {
  files: readonly FileFacts[];
  calls: readonly RuntimeCallText[];
  hidden: readonly HiddenCall[];
  classes: ReadonlySet<string>;
  macroBody: Reading['macroBody'];
}

export function callTexts(files: readonly FileFacts[], macroBody: Reading['macroBody']): CallTexts {
  const classes = files.flatMap(({ declarations }) =>
    declarations.flatMap((one) => (one.kind === 'class' ? [lastName(one.name)] : [])),
  );
  const calls = runtimeCalls(files, macroBody);
  return { files, calls, hidden: hiddenCalls(files, calls), classes: new Set(classes), macroBody };
}

/** The calls in the files of one program, each with what became of it. */
export function readCalls(texts: CallTexts, result: Followed): ReadCall[] {
  return [...parsedCalls(texts, result), ...texts.hidden.map(unparsed)];
}

const unparsed = ({ name, row, range, within }: HiddenCall): ReadCall => ({
  key: keyOf(range, name),
  function: within,
  range,
  work: givesWork(row),
  isFollowed: false,
  reason: 'unparsed',
});

function parsedCalls({ files, calls, classes, macroBody }: CallTexts, result: Followed): ReadCall[] {
  const reading = { result, macroBody, classes, unused: new Unused(files, result.entered) };
  const followed = new Set(
    result.trace.threads.flatMap(({ body }) => callsOf(body).map(({ range, name }) => keyOf(range, name))),
  );
  return calls.map((call, index, all) => {
    const isFollowed =
      call.directive === undefined && saidOf(call).places.some((place) => followed.has(place));
    const state = { isFollowed, ...reasonOf(call, reading) };
    const { known } = saidOf(call);
    // Programs that share a file, as its many entries, share what is said of each call in it.
    if (known && isSame(known, state)) return known;
    return (saidOf(call).known = {
      // Two calls in one macro share its place.
      key: `${keyOf(call.range, call.name)}${call.declaration.kind === 'macro' ? `:${ordinal(all, index)}` : ''}`,
      function: nameOf(call),
      range: call.range,
      work: givesWork(call.row),
      ...state,
    });
  });
}

type State = Pick<ReadCall, 'isFollowed' | 'reason' | 'detail'>;

const isSame = (a: State, b: State): boolean =>
  a.isFollowed === b.isFollowed && a.reason === b.reason && a.detail === b.detail;

interface Said {
  places: readonly string[];
  /** What was said of it last. */
  known: ReadCall | undefined;
}

const saidOf = oncePer(({ at, name }: RuntimeCallText): Said => ({
  places: at.map((range) => keyOf(range, name)),
  known: undefined,
}));

function ordinal(all: readonly RuntimeCallText[], index: number): number {
  const first = all.findIndex(({ declaration }) => declaration === all[index]?.declaration);
  return index - first;
}

function nameOf({ declaration, name }: RuntimeCallText): string {
  return 'name' in declaration ? declaration.name : name;
}

function reasonOf(
  { declaration, directive }: RuntimeCallText,
  { result, macroBody, classes, unused }: Reading,
): Pick<ReadCall, 'reason' | 'detail'> {
  if (directive !== undefined) return { reason: 'other-side', detail: directive };
  if (declaration.kind === 'macro') return { reason: macroBody(declaration) ? 'path' : 'macro-unread' };
  if (result.exhausted) return { reason: 'limit' };
  if (result.entered.has(declaration)) return { reason: 'path' };
  const owner = declaration.kind === 'function' ? declaration.owner : undefined;
  if (owner !== undefined && !classes.has(lastName(owner))) return { reason: 'class-unknown', detail: owner };
  if (result.trace.kind === 'library') return { reason: 'no-main' };
  const [absent] = result.absent;
  // A plugin is named by nothing at hand.
  if (absent !== undefined) return { reason: 'body-absent', detail: absent };
  return { reason: declaration.kind === 'function' && unused.has(declaration) ? 'unused' : 'not-reached' };
}

/** The coverage of one program, or of several taken together: a call that any of them follows is followed. */
export function coverageOf(readings: readonly (readonly ReadCall[])[], lists = new UnreadLists()): Coverage {
  const calls = new Map<string, ReadCall>();
  for (const call of readings.flat()) if (!calls.get(call.key)?.isFollowed) calls.set(call.key, call);
  const followed = [...calls.values()].filter(({ isFollowed }) => isFollowed);
  const unread = lists.of([...calls.values()].filter(({ isFollowed }) => !isFollowed));
  const working = followed.filter(({ work }) => work).length;
  return {
    verdict: verdictOf(followed.length, working, unread),
    calls: calls.size,
    followed: followed.length,
    unread,
  };
}

/** Lists of calls that are not followed. What none of a file's many entries follows is the same for all, and listed once. */
export class UnreadLists {
  private calls: readonly ReadCall[] = [];
  private listed: UnreadCalls[] = [];

  of(calls: readonly ReadCall[]): UnreadCalls[] {
    const isSame = calls.length === this.calls.length && calls.every((one, i) => one === this.calls[i]);
    if (isSame) return this.listed;
    this.calls = calls;
    return (this.listed = visibleIn(byFunction(calls)));
  }
}

function byFunction(calls: readonly ReadCall[]): UnreadCalls[] {
  const found = new Map<string, UnreadCalls>();
  for (const { function: name, range, reason, detail, work } of calls) {
    const key = JSON.stringify([range.file, name, reason, detail]);
    const known = found.get(key);
    if (known) Object.assign(known, { calls: known.calls + 1, work: known.work + Number(work) });
    else
      found.set(key, {
        function: name,
        range,
        calls: 1,
        work: Number(work),
        reason,
        ...(detail === undefined ? {} : { detail }),
      });
  }
  return [...found.values()].sort(({ range: a }, { range: b }) =>
    a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1,
  );
}

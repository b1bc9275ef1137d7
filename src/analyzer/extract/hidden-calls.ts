/** Calls of the runtime that stand in the text of a file and in nothing that its parser could make of it. */
import type { SourceRange } from '../../pipeline/source.ts';
import { runtimeRow, type CatalogueRow } from '../acl/catalogue.ts';
import { runtimeNamesIn, type NameInText } from '../acl/calls-in-text.ts';
import type { FileFacts, LoweredChunk } from '../syntax/facts.ts';
import { keyOf, type RuntimeCallText } from './runtime-calls.ts';

export interface HiddenCall {
  name: string;
  row: CatalogueRow;
  range: SourceRange;
  /** The function around it, or its own name where there is none. */
  within: string;
}

/** @param read the calls in what was parsed, of all files. */
export function hiddenCalls(files: readonly FileFacts[], read: readonly RuntimeCallText[]): HiddenCall[] {
  const broken = files.filter(({ errors, chunks }) => errors.length > 0 || chunks.some(isCut));
  if (broken.length === 0) return [];
  const known = new Set(read.map(({ range, name }) => keyOf(range, name)));
  return broken.flatMap((facts) =>
    hiddenIn(facts).filter(({ range, name }) => !known.has(keyOf(range, name))),
  );
}

const isCut = ({ tooDeep }: LoweredChunk): boolean => tooDeep !== undefined;

function hiddenIn(facts: FileFacts): HiddenCall[] {
  const { file, text, lines, chunks, leftOut } = facts;
  const readable = chunks.filter((one) => !isCut(one) && (one.key !== '' || isMacro(one))).map(spanOf);
  const isRead = [inOrder(readable, itself), inOrder(leftOut, itself)];
  const chunkAt = inOrder(chunks, spanOf);
  return runtimeNamesIn(text).flatMap((use) => {
    const row = runtimeRow(use.name);
    if (!row || isRead.some((at) => at(use.start)) || isDeclared(text, use)) return [];
    const range = lines.range(file, use.start, use.start + use.name.length);
    return [{ name: use.name, row, range, within: functionAround(chunkAt(use.start), use) ?? use.name }];
  });
}

interface Reach {
  start: number;
  end: number;
}

const itself = (reach: Reach): Reach => reach;

/** The one of several, none of which reaches into another, that holds a place; places are asked for in the order of the text. */
function inOrder<One>(all: readonly One[], reachOf: (one: One) => Reach): (place: number) => One | undefined {
  const sorted = all.map((one) => ({ one, ...reachOf(one) })).sort((a, b) => a.start - b.start);
  let at = 0;
  return (place) => {
    while (at < sorted.length && (sorted[at]?.end ?? 0) <= place) at++;
    const found = sorted[at];
    return found && found.start <= place ? found.one : undefined;
  };
}

const isMacro = ({ declarations }: LoweredChunk): boolean =>
  declarations.some(({ kind }) => kind === 'macro');

const spanOf = ({ chunk }: LoweredChunk) => ({ start: chunk.base, end: chunk.base + chunk.text.length });

/** A type before the name makes it a declaration. */
function isDeclared(text: string, { start }: NameInText): boolean {
  const before = text.slice(Math.max(0, start - 200), start).trimEnd();
  const word = before.split(/\W/).at(-1);
  return word ? !BEFORE_A_CALL.has(word) : /(?<![&|])[*&]$/.test(before);
}

const BEFORE_A_CALL: ReadonlySet<string> = new Set([
  'return',
  'else',
  'do',
  'co_return',
  'co_await',
  'throw',
]);

function functionAround(around: LoweredChunk | undefined, { start }: NameInText): string | undefined {
  const at = start - (around?.chunk.base ?? 0);
  const found = around?.declarations.find(
    (one) => one.kind === 'function' && one.start <= at && at < one.end,
  );
  return found?.kind === 'function' ? found.name : undefined;
}

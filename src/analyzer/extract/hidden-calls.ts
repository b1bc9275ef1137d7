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
  const readable = [
    ...chunks.filter((one) => !isCut(one) && (one.key !== '' || isMacro(one))).map(spanOf),
    ...leftOut,
  ];
  const isRead = ({ start }: NameInText) => readable.some((span) => span.start <= start && start < span.end);
  return runtimeNamesIn(text).flatMap((use) => {
    const row = runtimeRow(use.name);
    if (!row || isRead(use) || isDeclared(text, use)) return [];
    const range = lines.range(file, use.start, use.start + use.name.length);
    return [{ name: use.name, row, range, within: functionAround(chunks, use) ?? use.name }];
  });
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

function functionAround(chunks: readonly LoweredChunk[], { start }: NameInText): string | undefined {
  const around = chunks.find((one) => spanOf(one).start <= start && start < spanOf(one).end);
  const found = around?.declarations.find(
    (one) =>
      one.kind === 'function' &&
      one.start <= start - around.chunk.base &&
      start - around.chunk.base < one.end,
  );
  return found?.kind === 'function' ? found.name : undefined;
}

/** Gives a variable of a loop's function to a function that the loop calls, through those in between. */
import type { SourceRange } from '../../../pipeline/source.ts';
import type { FunctionDeclaration } from '../../syntax/ast.ts';
import type { TextEdit } from '../../finding.ts';
import type { CallNode, LoopNode, PathEntry } from '../../trace/nodes.ts';
import type { RuleContext } from '../context.ts';
import { point } from './text/edits.ts';
import { oncePer } from '../../../base/once.ts';
import type { Position } from './text/scan.ts';
import type { SourceText } from './text/source-text.ts';
import type { Refusal } from './refusals.ts';

export interface Passed {
  /** With the type, e.g. `size_t &bytes`. */
  parameter: string;
  name: string;
}

/** Functions of the program that lie between a loop and a call, with the one that the call stands in; at most. */
const MOST_HOPS = 4;

/**
 * Edits of the heads and the calls of all functions between. Refused where one of them is called from elsewhere, or may
 * be: its new parameter would have nothing to be given.
 */
export function passDown(
  call: CallNode,
  loop: LoopNode,
  passed: readonly Passed[],
  context: RuleContext,
): TextEdit[] | Refusal {
  const hops = hopsTo(call, loop);
  if (!hops) return 'indirect';
  const edits: TextEdit[] = [];
  for (const hop of hops) {
    const one = throughFunction(hop, passed, context);
    if (typeof one === 'string') return one;
    edits.push(...one);
  }
  return edits;
}

/** Why what the loop reaches through functions may be reached from elsewhere as well. */
export function alsoReached(call: CallNode, loop: LoopNode, context: RuleContext): Refusal | undefined {
  const hops = hopsTo(call, loop);
  if (!hops) return 'indirect';
  return hops.map((hop) => headsOf(hop, context)).find((heads) => typeof heads === 'string');
}

/** The functions between a loop and a call; undefined where the way is not plain. */
function hopsTo(call: CallNode, loop: LoopNode): PathEntry[] | undefined {
  const hops = call.path.slice(loop.path.length);
  if (hops.length === 0 || hops.length > MOST_HOPS || hops.at(-1)?.callee !== call.function) return undefined;
  return new Set(hops.map(({ callee }) => callee)).size === hops.length ? hops : undefined;
}

/** All heads of the function that is called, where this is the only call of it. */
function headsOf(hop: PathEntry, context: RuleContext): Head[] | Refusal {
  const heads = functions(context).get(shortOf(hop.callee)) ?? [];
  const own = heads.filter(({ declaration }) => declaration.name === hop.callee);
  if (own.length === 0 || !own.every(isPlain) || !isOne(own) || !areAll(own, context)) return 'indirect';
  return isOnlyCall(hop, context) ? own : 'calledElsewhere';
}

function throughFunction(
  hop: PathEntry,
  passed: readonly Passed[],
  context: RuleContext,
): TextEdit[] | Refusal {
  const own = headsOf(hop, context);
  if (typeof own === 'string') return own;
  const places = own.map(({ file, end }) => ({ text: context.text(file), at: end }));
  const call = { text: context.text(hop.range.file), at: endOf(hop.range) };
  const edits = [
    ...places.map((place) =>
      asFirst(
        place,
        passed.map(({ parameter }) => parameter),
      ),
    ),
    asFirst(
      call,
      passed.map(({ name }) => name),
    ),
  ];
  return edits.every((edit) => edit !== undefined) ? edits : 'layoutUnclear';
}

interface Head {
  declaration: FunctionDeclaration;
  file: string;
  /** Behind its name. */
  end: Position;
}

/** Heads of functions by their short names, those without a body included. */
const functions = oncePer((context: RuleContext): ReadonlyMap<string, Head[]> => {
  const found = new Map<string, Head[]>();
  for (const file of context.trace.files) {
    const facts = context.facts(file);
    for (const declaration of facts?.declarations ?? []) {
      if (declaration.kind !== 'function' || !facts) continue;
      const { base } = declaration.chunk;
      const range = facts.lines.range(file, base + declaration.nameStart, base + declaration.nameEnd);
      const short = shortOf(declaration.name);
      const heads = found.get(short) ?? [];
      heads.push({ declaration, file, end: endOf(range) });
      found.set(short, heads);
    }
  }
  return found;
});

const shortOf = (name: string): string => name.replace(/^.*::/, '');
const endOf = ({ endLine, endColumn }: SourceRange): Position => ({ line: endLine, column: endColumn });

function isPlain({ declaration }: Head): boolean {
  const { isVirtual, template, written, name, owner } = declaration;
  const short = shortOf(name);
  return (
    !isVirtual &&
    !template &&
    !written &&
    /^[A-Za-z_]\w*$/.test(short) &&
    short !== owner?.replace(/^.*::/, '')
  );
}

/** No two of the name with other parameters. */
const isOne = (heads: readonly Head[]): boolean =>
  new Set(heads.map(({ declaration }) => declaration.parameters.length)).size === 1 &&
  heads.filter(({ declaration }) => declaration.body).length === 1;

/** What is defined outside of its class is declared in a file at hand as well. */
const areAll = (heads: readonly Head[], context: RuleContext): boolean =>
  heads.some((head) => !isOutOfClass(head, context));

const isOutOfClass = ({ declaration, file, end }: Head, context: RuleContext): boolean =>
  context
    .text(file)
    .line(end.line)
    .slice(0, end.column - 1 - shortOf(declaration.name).length)
    .trimEnd()
    .endsWith('::');

/**
 * Every place that names the function is a head of it or this call, or belongs to another function of the name: a pointer
 * to it, a thread, a call that was not followed would have nothing to give.
 */
function isOnlyCall(hop: PathEntry, context: RuleContext): boolean {
  const short = shortOf(hop.callee);
  const heads = new Set((functions(context).get(short) ?? []).map(({ file, end }) => keyOf(file, end)));
  const calls = calledAt(context);
  return context.trace.files.every((file) =>
    endsOfWord(short, context.text(file)).every((end) => {
      const key = keyOf(file, end);
      if (heads.has(key)) return true;
      const callees = calls.get(key);
      if (!callees) return false;
      return (
        !callees.has(hop.callee) || (callees.size === 1 && key === keyOf(hop.range.file, endOf(hop.range)))
      );
    }),
  );
}

const keyOf = (file: string, { line, column }: Position): string =>
  `${file}:${String(line)}:${String(column)}`;

/** What calls that were followed call, by the end of the name at the call. */
const calledAt = oncePer((context: RuleContext): ReadonlyMap<string, Set<string>> => {
  const found = new Map<string, Set<string>>();
  for (const { path } of context.nodes) {
    for (const { callee, range } of path) {
      const key = keyOf(range.file, endOf(range));
      found.set(key, (found.get(key) ?? new Set()).add(callee));
    }
  }
  return found;
});

const endsOfWord = (word: string, text: SourceText): readonly Position[] => endsOfWords(text).get(word) ?? [];

/** Where each identifier of a file ends, comments and strings left out. */
const endsOfWords = oncePer((text: SourceText): ReadonlyMap<string, Position[]> => {
  const found = new Map<string, Position[]>();
  for (const [at, line] of text.visible.split('\n').entries()) {
    for (const { 0: word, index } of line.matchAll(/[A-Za-z_]\w*/g)) {
      const ends = found.get(word) ?? [];
      ends.push({ line: at + 1, column: index + word.length + 1 });
      found.set(word, ends);
    }
  }
  return found;
});

/** Adds to a list of parameters or arguments whose parenthesis opens at the place; undefined where none does. */
function asFirst(place: { text: SourceText; at: Position }, added: readonly string[]): TextEdit | undefined {
  const { text, at } = place;
  const rest = `${text.line(at.line).slice(at.column - 1)}\n${text.line(at.line + 1)}`;
  const open = /^\s*\(/.exec(rest)?.[0];
  if (open === undefined || open.includes('\n')) return undefined;
  const inside = rest.slice(open.length);
  if (/^\s*void\s*\)/.test(inside)) return undefined;
  const column = at.column + open.length;
  const isEmpty = /^\s*\)/.test(inside);
  return { range: point(text.file, at.line, column), newText: `${added.join(', ')}${isEmpty ? '' : ', '}` };
}

/**
 * What a program may come to from its `main`, told from words alone: no body is followed. More than it does come to, never less,
 * as a function is only come to by its name, a method only where its class is named too, and an object only by what names its
 * class (F. Tip and J. Palsberg, "Scalable Propagation-Based Call Graph Construction Algorithms", 2000, call this rapid type
 * analysis).
 */
import { oncePer } from '../../base/once.ts';
import type { Chunk, Declaration, FunctionDeclaration } from '../syntax/ast.ts';
import type { FileFacts } from '../syntax/facts.ts';
import { push } from './push.ts';
import { lastName, scopeName } from './qualified.ts';
import { wordsOf } from './words.ts';

export interface Reach {
  functions: ReadonlySet<FunctionDeclaration>;
  /** The texts that it may come to. */
  texts: readonly string[];
  /** Whether it may paste names together, so that it comes to what no word names. */
  pastes: boolean;
}

export function reachOf(main: FunctionDeclaration, files: Iterable<FileFacts>): Reach {
  const read = [...files];
  const all = read.flatMap(({ declarations }) => declarations);
  const reaching = new Reaching(all);
  for (const one of all) reaching.declare(one);
  for (const text of read.flatMap(undeclared)) reaching.read(text);
  reaching.take(main);
  return reaching.finish();
}

class Reaching {
  private readonly words = new Set<string>();
  private readonly pending: string[] = [];
  /** What waits for a word. */
  private readonly waiting = new Map<string, Declaration[]>();
  private readonly taken = new Set<Declaration>();
  private readonly texts: string[] = [];
  /** The functions whose text is part of a larger one, as of their class. */
  private readonly inside = new Map<Chunk, FunctionDeclaration[]>();
  private readonly classes: ReadonlySet<string>;

  constructor(all: readonly Declaration[]) {
    for (const one of all) if (one.kind === 'function') push(this.inside, one.chunk, one);
    for (const functions of this.inside.values()) functions.sort((a, b) => a.start - b.start);
    this.classes = new Set(all.flatMap((one) => (one.kind === 'class' ? [plain(one.name)] : [])));
  }

  /** Takes it, or waits for a word that it needs. */
  declare(one: Declaration): void {
    const missing = this.needs(one).find((word) => !this.words.has(word));
    if (missing === undefined) this.take(one);
    else push(this.waiting, missing, one);
  }

  /** The words without which nothing comes to it. What stands for itself at file scope runs whatever is named. */
  private needs(one: Declaration): string[] {
    if (one.kind === 'registration' || one.kind === 'global') return [];
    const owner = one.kind === 'function' ? (one.owner ?? '') : scopeName(one.name);
    const own = plain(one.name).replace(/^~/, '');
    const classes = owner.split('::').map(plain);
    return [own, ...classes.filter((name) => this.classes.has(name))].filter(isWord);
  }

  /** The program comes to it, and to all that it names. */
  take(one: Declaration): void {
    if (this.taken.has(one)) return;
    this.taken.add(one);
    this.read(one.kind === 'function' ? ofFunction(one) : this.withoutFunctions(one));
  }

  read(own: { text: string }): void {
    this.texts.push(own.text);
    for (const word of wordsOf(own)) this.meet(word);
  }

  private meet(word: string): void {
    if (this.words.has(word)) return;
    this.words.add(word);
    this.pending.push(word);
  }

  finish(): Reach {
    for (let word = this.pending.pop(); word !== undefined; word = this.pending.pop()) {
      const waited = this.waiting.get(word) ?? [];
      this.waiting.delete(word);
      for (const one of waited) this.declare(one);
    }
    const taken = [...this.taken];
    const pastes = taken.some((one) => one.kind === 'macro' && PASTE.test(one.body));
    return { functions: new Set(taken.filter(isFunction)), texts: this.texts, pastes };
  }

  /** A class without the bodies of its methods, which it need not come to. */
  private withoutFunctions({ chunk }: Declaration): { text: string } {
    const inside = this.inside.get(chunk) ?? [];
    const starts = [0, ...inside.map(({ end }) => end)];
    const ends = [...inside.map(({ start }) => start), chunk.text.length];
    return { text: starts.map((from, at) => chunk.text.slice(from, ends[at])).join(' ') };
  }
}

/** Texts of which no declaration is known; all of a file that does not parse. */
function undeclared({ chunks, errors, declarations, text }: FileFacts): { text: string }[] {
  if (errors.length > 0) return [{ text }];
  const declared = new Set(declarations.map(({ chunk }) => chunk));
  return chunks.flatMap(({ chunk, dropped }) => (dropped || declared.has(chunk) ? [] : [chunk]));
}

const isFunction = (one: Declaration): one is FunctionDeclaration => one.kind === 'function';

/** `a ## b`; not what drops a comma before `__VA_ARGS__`. */
const PASTE = /##(?!\s*__VA_ARGS__)/;

/** The last name, without a template's arguments. */
const plain = (name: string): string => lastName(name).replace(/<.*/s, '');

/** An operator is called without its name. */
const isWord = (name: string): boolean => /^\w+$/.test(name) && name !== 'operator';

const ofFunction = oncePer(({ chunk, start, end }: FunctionDeclaration): { text: string } => ({
  text: chunk.text.slice(start, end),
}));

/** Where words and functions stand in the text of a file, each found in one sweep however many are asked for. */
import type { FunctionDeclaration } from '../syntax/ast.ts';
import type { FileFacts } from '../syntax/facts.ts';

/** Words that are looked for one by one; for more, all words of the text are noted once. */
const FEW_WORDS = 50;

const isWordPart = (character: string | undefined): boolean =>
  character !== undefined && /\w/.test(character);

export class WordPlaces {
  private readonly known = new Map<string, number[]>();
  private isWhole = false;

  constructor(private readonly text: string) {}

  /** The offsets at which it stands as a whole word. */
  of(word: string): readonly number[] {
    const before = this.known.get(word);
    if (before || this.isWhole) return before ?? [];
    if (this.known.size >= FEW_WORDS) {
      this.noteAll();
      return this.known.get(word) ?? [];
    }
    const found = this.search(word);
    this.known.set(word, found);
    return found;
  }

  private noteAll(): void {
    this.known.clear();
    this.isWhole = true;
    for (const { 0: word, index } of this.text.matchAll(/\w+/g)) {
      const places = this.known.get(word);
      if (places) places.push(index);
      else this.known.set(word, [index]);
    }
  }

  private search(word: string): number[] {
    const { text } = this;
    const found: number[] = [];
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length))
      if (!isWordPart(text[at - 1]) && !isWordPart(text[at + word.length])) found.push(at);
    return found;
  }
}

/** From where to where a function stands, and the furthest end of it and all that begin before it. */
interface Span {
  declaration: FunctionDeclaration;
  start: number;
  end: number;
  reach: number;
}

export class FunctionPlaces {
  /** By where they begin. */
  private readonly spans: Span[];

  constructor({ file, declarations }: FileFacts) {
    const own = declarations.flatMap((one) =>
      one.kind === 'function' && one.chunk.file === file ? [spanOf(one)] : [],
    );
    this.spans = own.sort((a, b) => a.start - b.start);
    let reach = 0;
    for (const span of this.spans) span.reach = reach = Math.max(reach, span.end);
  }

  /** The innermost function, or declaration of one, whose text holds the place. */
  around(at: number): FunctionDeclaration | undefined {
    let best: Span | undefined;
    for (let i = this.lastBefore(at); i >= 0; i--) {
      const span = this.spans[i];
      if (!span || span.reach <= at) break;
      const isInside = at < span.end && (!best || span.end - span.start < best.end - best.start);
      if (isInside) best = span;
    }
    return best?.declaration;
  }

  /** The place of the last span that begins at or before `at`; -1 where none does. */
  private lastBefore(at: number): number {
    let [low, high] = [0, this.spans.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.spans[middle]?.start ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

function spanOf(declaration: FunctionDeclaration): Span {
  const { chunk, start, end } = declaration;
  return { declaration, start: chunk.base + start, end: chunk.base + end, reach: 0 };
}

/** Sides of preprocessor conditionals that are not compiled, and which definition would choose them. */
import { directiveHolds, type Defines } from './conditionals.ts';

export interface LeftOutSide {
  /** Offset of its directive. */
  at: number;
  /** Offsets of its code. */
  start: number;
  end: number;
  /** The directives that decide it: `#if`, then those between, then its own. */
  directives: readonly string[];
  /** What the macros of these are where it stands; those that are not defined are missing. */
  macros: Defines;
}

/** A macro's value that chooses a side; undefined: it chooses the side by not being defined. */
export interface Choice {
  macro: string;
  value: string | undefined;
}

interface Level {
  directives: string[];
  /** The code around it is compiled. */
  isReached: boolean;
  /** A side before was compiled. */
  isSettled: boolean;
  /** The side that is being read is compiled. */
  isTaken: boolean;
}

const DIRECTIVE =
  /^[ \t]*#[ \t]*(if|ifdef|ifndef|elif|elifdef|elifndef|else|endif|define|undef)\b(?:\\\r?\n|[^\n])*/gm;

/** Only the outermost of sides in each other, in the order of the text. */
export function sidesLeftOut(text: string, defines: Defines): LeftOutSide[] {
  if (!/^[ \t]*#[ \t]*if/m.test(text)) return [];
  const scan = new Scan(defines);
  for (const { 0: directive, 1: keyword = '', index } of text.matchAll(DIRECTIVE))
    scan.directive(keyword, directive.trim(), index, index + directive.length);
  return scan.end(text.length);
}

class Scan {
  private readonly defines: Map<string, string>;
  private readonly levels: Level[] = [];
  private readonly found: LeftOutSide[] = [];
  private open: { side: LeftOutSide; level: Level } | undefined;

  constructor(defines: Defines) {
    this.defines = new Map(defines);
  }

  directive(keyword: string, text: string, at: number, start: number): void {
    if (keyword === 'define' || keyword === 'undef') this.note(text);
    else if (keyword.startsWith('if')) this.enter(text, at, start);
    else this.next(keyword, text, at, start);
  }

  end(offset: number): LeftOutSide[] {
    this.close(offset);
    return this.found;
  }

  private get isCompiled(): boolean {
    const level = this.levels.at(-1);
    return level === undefined || (level.isReached && level.isTaken);
  }

  private note(text: string): void {
    if (!this.isCompiled) return;
    const [, keyword, name = '', value = ''] = /^#\s*(\w+)\s+(\w+)\s*(.*)/.exec(text) ?? [];
    if (keyword === 'define') this.defines.set(name, value);
    else this.defines.delete(name);
  }

  private enter(text: string, at: number, start: number): void {
    const isTaken = directiveHolds(text, this.defines);
    const level = { directives: [text], isReached: this.isCompiled, isSettled: isTaken, isTaken };
    this.levels.push(level);
    this.leave(level, at, start);
  }

  private next(keyword: string, text: string, at: number, start: number): void {
    const level = this.levels.at(-1);
    if (!level) return;
    if (this.open?.level === level) this.close(at);
    if (keyword === 'endif') return void this.levels.pop();
    level.directives.push(text);
    level.isTaken = !level.isSettled && (keyword === 'else' || directiveHolds(text, this.defines));
    level.isSettled ||= level.isTaken;
    this.leave(level, at, start);
  }

  /** Begins a side that is left out. */
  private leave(level: Level, at: number, start: number): void {
    if (level.isTaken || !level.isReached) return;
    const directives = [...level.directives];
    const macros = new Map(
      macrosIn(directives).flatMap((name) => {
        const value = this.defines.get(name);
        return value === undefined ? [] : [[name, value] as const];
      }),
    );
    this.open = { level, side: { at, start, end: start, directives, macros } };
  }

  private close(end: number): void {
    if (this.open) this.found.push({ ...this.open.side, end });
    this.open = undefined;
  }
}

const KEYWORDS = new Set(['if', 'ifdef', 'ifndef', 'elif', 'elifdef', 'elifndef', 'else', 'defined']);

/** The names that directives ask of, each once; none in `#if 0`, which is code that someone has put aside. */
export function macrosIn(directives: readonly string[]): string[] {
  const names = directives.flatMap((text) => text.replace(/\/[/*].*/s, '').match(/[A-Za-z_]\w*/g) ?? []);
  return [...new Set(names.filter((name) => !KEYWORDS.has(name)))];
}

/** Longer chains are not tried out. */
const MOST_DIRECTIVES = 20;
const MOST_TRIED = 20;

/** One definition more, or less, that chooses the side; undefined where it takes several. */
export function choiceOf({ directives, macros }: LeftOutSide): Choice | undefined {
  if (directives.length > MOST_DIRECTIVES) return undefined;
  const values = [undefined, ...valuesIn(directives)];
  for (const macro of macrosIn(directives).slice(0, MOST_TRIED)) {
    for (const value of values) {
      const tried = new Map(macros);
      if (value === undefined) tried.delete(macro);
      else tried.set(macro, value);
      if (isChosen(directives, tried)) return { macro, value };
    }
  }
  return undefined;
}

function isChosen(directives: readonly string[], defines: Defines): boolean {
  const own = directives.at(-1) ?? '';
  if (directives.slice(0, -1).some((text) => directiveHolds(text, defines))) return false;
  return /^#\s*else/.test(own) || directiveHolds(own, defines);
}

/** 1, and the figures that the conditions compare with, and those beside them. */
function valuesIn(directives: readonly string[]): string[] {
  const figures = directives.flatMap((text) => text.match(/\b\d{1,9}\b/g) ?? []).map(Number);
  const near = figures.slice(0, MOST_TRIED).flatMap((figure) => [figure, figure + 1, figure - 1]);
  return [...new Set(['1', ...near.map(String)])];
}

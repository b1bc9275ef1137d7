/** Functions that no text of a program's files names but themselves: nothing comes to them, however much is understood. */
import { oncePer } from '../../base/once.ts';
import { lastName } from '../program/qualified.ts';
import type { FunctionDeclaration, MacroDeclaration } from '../syntax/ast.ts';
import type { FileFacts } from '../syntax/facts.ts';
import { FunctionPlaces, WordPlaces } from './places.ts';

/** Where functions and words stand in a file; files are asked for the same after each edit of another. */
const placesIn = oncePer((facts: FileFacts) => ({
  words: new WordPlaces(facts.text),
  functions: new FunctionPlaces(facts),
}));

export class Unused {
  /** Undefined while it is being found out: functions that only call each other are unused together. */
  private readonly known = new Map<FunctionDeclaration, boolean | undefined>();
  /** What macros make names of. */
  private pasted: readonly string[] | undefined;

  constructor(
    private readonly files: readonly FileFacts[],
    private readonly entered: ReadonlySet<unknown>,
  ) {}

  /** Whether nothing but unused functions names it. What is called without its name may well be used. */
  has(one: FunctionDeclaration): boolean {
    if (this.known.has(one)) return this.known.get(one) ?? true;
    this.known.set(one, undefined);
    const isUnused = !mayBeCalledUnnamed(one) && !this.entered.has(one) && this.isNamedByUnusedOnly(one);
    this.known.set(one, isUnused);
    return isUnused;
  }

  private isNamedByUnusedOnly(one: FunctionDeclaration): boolean {
    const word = lastName(one.name);
    this.pasted ??= this.files.flatMap(pastedIn);
    if (this.pasted.some((part) => word.includes(part))) return false;
    return this.files.every((facts) =>
      placesIn(facts)
        .words.of(word)
        .every((at) => {
          const around = placesIn(facts).functions.around(at);
          return around !== undefined && (isNameOf(around, at) || this.has(around));
        }),
    );
  }
}

/** The words that macros put before or behind an argument; an empty one where they join two arguments. */
function pastedIn({ declarations }: FileFacts): string[] {
  const macros = declarations.filter((one): one is MacroDeclaration => one.kind === 'macro');
  return macros.flatMap(({ parameters = [], body }) => {
    const parts = body.split('##').map((part) => part.trim().split(/\W+/));
    return parts.slice(1).flatMap(([behind = ''], before) => {
      if (behind === '__VA_ARGS__') return [];
      const words = [parts[before]?.at(-1) ?? '', behind].filter((word) => !parameters.includes(word));
      return words.some(Boolean) ? words.filter(Boolean) : [''];
    });
  });
}

/** By the language, by a base class, or by the system. */
function mayBeCalledUnnamed({ name, owner, isVirtual }: FunctionDeclaration): boolean {
  const last = lastName(name);
  const isMember = owner !== undefined && last.replace('~', '') === lastName(owner);
  return isVirtual || isMember || last === 'main' || !/^[A-Za-z_]\w*$/.test(last);
}

/** The place is where the function is declared. */
const isNameOf = ({ chunk, nameStart, nameEnd }: FunctionDeclaration, at: number): boolean =>
  chunk.base + nameStart <= at && at < chunk.base + nameEnd;

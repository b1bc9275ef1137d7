/** What macros list in braces: `{ DEVICES(ITEM) }` where `DEVICES` applies what it is given to each of its things. */
import type { MacroDeclaration } from '../syntax/ast.ts';
import { argumentsAt, expandMacro, type Macros } from './macro-text.ts';

const DEFINITION =
  /^[ \t]*#[ \t]*(?:define[ \t]+([A-Za-z_]\w*)(?:\(([^()\n]*)\))?((?:[^\n\\]|\\\r?\n|\\.)*)|undef[ \t]+([A-Za-z_]\w*))/gm;

type Written = Pick<MacroDeclaration, 'chunk' | 'start' | 'end'>;

/** The use of a macro in a file's text, and where that stands. */
export interface ListUse {
  text: string;
  at: number;
  line: number;
  written: Written;
}

/** The text that a use stands for, with the macros as they are defined there; undefined where it uses none. */
export function listedBy({ text, at, line, written }: ListUse, macros: Macros): string | undefined {
  const [name = ''] = /^[A-Za-z_]\w*/.exec(text.slice(at)) ?? [];
  const defined = definedAt(text.slice(0, at), macros, written);
  const macro = defined.get(name);
  if (!macro) return undefined;
  const open = macro.parameters ? text.indexOf('(', at + name.length) : -1;
  const args = macro.parameters ? (open < 0 ? undefined : argumentsAt(text, open + 1)?.args) : [];
  return args && expandMacro(macro, args, line, defined);
}

/** Those of the program, less what the file itself defines anew, or no longer, before a place. */
function definedAt(before: string, macros: Macros, written: Written): Macros {
  const all = new Map(macros);
  for (const [, name, parameters, rest = '', ended] of before.matchAll(DEFINITION)) {
    if (ended !== undefined) all.delete(ended);
    if (name === undefined) continue;
    const body = rest
      .replace(/\\\r?\n/g, ' ')
      .replace(/\/\*[\s\S]*?(?:\*\/|$)|\/\/.*/g, '')
      .trim();
    const given = parameters
      ?.split(',')
      .map((one) => one.trim())
      .filter(Boolean);
    all.set(name, { kind: 'macro', name, body, ...written, ...(given ? { parameters: given } : {}) });
  }
  return all;
}

/** Macros as the preprocessor takes them: as text, with `#` and `##`. */
import { literalText } from '../literal.ts';
import type { MacroDeclaration } from '../syntax/ast.ts';

/** Function-like macros by name. */
export type Macros = ReadonlyMap<string, MacroDeclaration>;

/** Longest text that a use is expanded to, UTF-16 units. */
const MAX_LENGTH = 8000;
const MAX_DEPTH = 6;

/** What a macro's use stands for, the macros in it expanded too; undefined where that is too much. */
export function expandMacro(
  macro: MacroDeclaration,
  args: readonly string[],
  line: number,
  macros: Macros,
): string | undefined {
  const text = substitute(macro, args).replace(/\b__(LINE|COUNTER)__\b/g, String(line));
  return rescan(text, macros, new Set([macro.name]), 0);
}

function substitute({ parameters = [], body }: MacroDeclaration, args: readonly string[]): string {
  const named = new Map(parameters.map((name, index) => [name, args[index] ?? '']));
  const rest = parameters.indexOf('...');
  if (rest >= 0) named.set('__VA_ARGS__', args.slice(rest).join(', '));
  const words = [...named.keys()].filter((name) => name !== '...').map(literalText);
  if (!words.length) return joined(body);
  const quoted = body.replace(new RegExp(`(?<!#)#\\s*(${words.join('|')})\\b`, 'g'), (_all, name: string) =>
    JSON.stringify(named.get(name) ?? ''),
  );
  return joined(
    quoted.replace(
      new RegExp(`"(?:[^"\\\\]|\\\\.)*"|\\b(${words.join('|')})\\b`, 'g'),
      (all, name?: string) => (name === undefined ? all : (named.get(name) ?? '')),
    ),
  );
}

/** `known_##type`: one name of two. */
function joined(text: string): string {
  const parts = text.split('##');
  const last = parts.length - 1;
  const trimmed = parts.map((part, at) => (at > 0 ? part.trimStart() : part));
  return trimmed.map((part, at) => (at < last ? part.trimEnd() : part)).join('');
}

function rescan(text: string, macros: Macros, used: ReadonlySet<string>, depth: number): string | undefined {
  if (text.length > MAX_LENGTH || depth > MAX_DEPTH) return undefined;
  for (const { 0: head, 1: name = '', index } of text.matchAll(/\b([A-Za-z_]\w*)\s*\(/g)) {
    const macro = used.has(name) ? undefined : macros.get(name);
    const use = macro && argumentsAt(text, index + head.length);
    if (!macro || !use) continue;
    const inner = rescan(substitute(macro, use.args), macros, new Set([...used, name]), depth + 1);
    if (inner === undefined) return undefined;
    return rescan(text.slice(0, index) + inner + text.slice(use.end), macros, used, depth + 1);
  }
  return text;
}

/** The arguments that begin behind an opening parenthesis, and where they end. */
export function argumentsAt(text: string, open: number): { args: string[]; end: number } | undefined {
  const args: string[] = [];
  let from = open;
  let depth = 0;
  for (const { 0: mark, index } of text
    .slice(0, open + MAX_LENGTH)
    .matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)+'|[()[\]{},]/g)) {
    if (index < open) continue;
    if (/^[([{]$/.test(mark)) depth++;
    else if (mark === ',' && depth === 0) {
      args.push(text.slice(from, index).trim());
      from = index + 1;
    } else if (/^[)\]}]$/.test(mark) && depth-- === 0) {
      const last = text.slice(from, index).trim();
      return { args: last || args.length ? [...args, last] : args, end: index + 1 };
    }
  }
  return undefined;
}

/** The declarations of a program's files as the compiler sees them: uses of macros at file scope replaced by what they declare. */
import type { SourceRange } from '../../pipeline/source.ts';
import type {
  Chunk,
  Declaration,
  FunctionDeclaration,
  MacroDeclaration,
  RegistrationDeclaration,
} from '../syntax/ast.ts';
import type { FileFacts } from '../syntax/facts.ts';
import { withListed } from './macro-enumerators.ts';
import { argumentsAt, expandMacro, type Macros } from './macro-text.ts';
import { lastName, scopeName } from './qualified.ts';

export type ReadUse = (use: Declaration, file: string, text: string) => readonly Declaration[] | undefined;

/** `REGISTER(name, make);`, or `CASE(name) { … }` of which the parser makes a function called `CASE`. */
type Use = RegistrationDeclaration | FunctionDeclaration;

/** The files with what macros declare in them; files without such uses as they are. */
export function withMacroMade(files: readonly FileFacts[], read: ReadUse): FileFacts[] {
  const macros = functionLike(files);
  return files.map((facts) => {
    const listed = withListed(facts, macros, read);
    if (!listed.declarations.some((one) => macroOf(one, macros))) return listed;
    return { ...listed, declarations: listed.declarations.flatMap((one) => made(one, facts, macros, read)) };
  });
}

function functionLike(files: readonly FileFacts[]): Macros {
  const found = new Map<string, MacroDeclaration>();
  for (const { declarations } of files)
    for (const one of declarations)
      if (one.kind === 'macro' && one.parameters && !found.has(one.name)) found.set(one.name, one);
  return found;
}

function macroOf(declaration: Declaration, macros: Macros): MacroDeclaration | undefined {
  const isUse = declaration.kind === 'registration' || declaration.kind === 'function';
  return isUse ? macros.get(lastName(declaration.name)) : undefined;
}

function made(one: Declaration, facts: FileFacts, macros: Macros, read: ReadUse): Declaration[] {
  const macro = macroOf(one, macros);
  if (!macro || (one.kind !== 'registration' && one.kind !== 'function')) return [one];
  const use = { one, site: siteOf(one, facts) };
  const text = expanded(use, macro, macros);
  const declared = text === undefined ? undefined : read(one, facts.file, text);
  if (!declared?.length) return [one];
  for (const { chunk } of declared) Object.assign(chunk, { site: use.site } satisfies Partial<SiteChunk>);
  return one.kind === 'function' ? headed(declared, one) : [...declared];
}

export interface SiteChunk extends Chunk {
  site: SourceRange;
}

function siteOf({ chunk, ...use }: Use, { file, lines }: FileFacts): SourceRange {
  const at = use.kind === 'function' ? use.nameStart : nameAt(chunk.text, use.name, use.args[0]?.start);
  return lines.range(file, chunk.base + at, chunk.base + at + lastName(use.name).length);
}

/** Where the last use of a name before an offset begins. */
function nameAt(text: string, name: string, before = text.length): number {
  return Math.max(0, text.lastIndexOf(name, before));
}

function expanded(
  { one, site }: { one: Use; site: SourceRange },
  macro: MacroDeclaration,
  macros: Macros,
): string | undefined {
  const { text } = one.chunk;
  const at = one.kind === 'function' ? one.nameStart : nameAt(text, one.name, one.args[0]?.start);
  const open = text.indexOf('(', at);
  const use = open < 0 ? undefined : argumentsAt(text, open + 1);
  const body = use && expandMacro(macro, use.args, site.line, macros);
  if (body === undefined) return undefined;
  const scope = one.kind === 'function' ? scopeName(one.name) : '';
  const whole = `${body} ${one.kind === 'function' ? '{}' : ';'}`;
  return scope ? `namespace ${scope} { ${whole} }` : whole;
}

/** The function whose head the macro ends with gets the body that stands behind the use. */
function headed(declared: readonly Declaration[], written: FunctionDeclaration): Declaration[] {
  const at = declared.findLastIndex((one) => one.kind === 'function' && one.body !== undefined);
  const head = declared[at];
  if (head?.kind !== 'function') return [written];
  const { body, chunk, nameStart, nameEnd, start, end } = written;
  const whole = { ...head, body, chunk, nameStart, nameEnd, start, end, written };
  return declared.map((one, index) => (index === at ? whole : one));
}

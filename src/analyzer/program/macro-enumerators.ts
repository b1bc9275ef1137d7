/** Enumerators that a macro lists: the parser makes one of them, which has the macro's name. */
import { oncePer } from '../../base/once.ts';
import type { Declaration, EnumeratorDeclaration } from '../syntax/ast.ts';
import type { FileFacts } from '../syntax/facts.ts';
import { listedBy } from './macro-lists.ts';
import type { ReadUse, SiteChunk } from './macro-made.ts';
import type { Macros } from './macro-text.ts';
import { lastName, scopeName } from './qualified.ts';

/** The file with the enumerators that its macros list; one without such as it is. */
export function withListed(facts: FileFacts, macros: Macros, read: ReadUse): FileFacts {
  if (!facts.declarations.some((one) => mayList(one, facts))) return facts;
  const last = new Map<string, string>();
  const declarations = facts.declarations.flatMap((one): Declaration[] => {
    if (one.kind !== 'enumerator') return [one];
    const before = last.get(one.previous ?? '');
    const behind = before === undefined ? one : { ...one, previous: before };
    const all = mayList(one, facts) ? listed(behind, facts, macros, read) : undefined;
    if (all) last.set(one.name, all.at(-1)?.name ?? '');
    return all ?? [behind];
  });
  return { ...facts, declarations };
}

const placeOf = ({ chunk, start }: EnumeratorDeclaration): number => chunk.base + start;

/** Whether it has arguments, or the file defines its name. */
function mayList(one: Declaration, facts: FileFacts): one is EnumeratorDeclaration {
  if (one.kind !== 'enumerator' || one.value) return false;
  const at = placeOf(one);
  if (/^\w+\s*\(/.test(facts.text.slice(at, at + 200))) return true;
  return definedIn(facts).has(lastName(one.name));
}

const definedIn = oncePer(
  ({ text }: FileFacts): ReadonlySet<string | undefined> =>
    new Set([...text.matchAll(/^[ \t]*#[ \t]*define[ \t]+(\w+)/gm)].map(([, name]) => name)),
);

/** The enumerators, the first of which counts on from what stands before the use. */
function listed(
  use: EnumeratorDeclaration,
  { file, text, lines }: FileFacts,
  macros: Macros,
  read: ReadUse,
): EnumeratorDeclaration[] | undefined {
  const at = placeOf(use);
  const site = lines.range(file, at, at + lastName(use.name).length);
  const body = listedBy({ text, at, line: site.line, written: use }, macros);
  const declared = body === undefined ? undefined : read(use, file, `enum { ${body} };`);
  const all = declared?.filter((one) => one.kind === 'enumerator');
  if (!all?.length) return undefined;
  const scope = scopeName(use.name);
  let { previous } = use;
  return all.map((one) => {
    Object.assign(one.chunk, { site } satisfies Partial<SiteChunk>);
    const name = scope ? `${scope}::${one.name}` : one.name;
    const own = { ...one, name, enumName: use.enumName, ...(previous ? { previous } : {}) };
    previous = name;
    return own;
  });
}

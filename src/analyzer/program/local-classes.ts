/**
 * Classes that functions declare in their bodies. Where another class, an enumerator or an alias has the name of one, it is
 * named after its function, there and in all that this says of it: `struct Lane` of `Upload` is `Upload::Lane`.
 */
import { push } from '../../base/push.ts';
import type { FileFacts } from '../syntax/facts.ts';
import type { ClassDeclaration, Declaration, FunctionDeclaration } from '../syntax/ast.ts';
import { lastName } from './qualified.ts';

interface Renamed {
  /** As it is declared, with its namespaces. */
  from: string;
  to: string;
}

/** What the files declare, with such classes told apart. A file that has none is the same object as before. */
export function apart(files: readonly FileFacts[]): readonly FileFacts[] {
  const renamed = renamedIn(files.flatMap(({ declarations }) => declarations));
  if (!renamed.size) return files;
  const functions = [...renamed.keys()];
  const inFile = new Set(functions.map(({ chunk }) => chunk.file));
  return files.map((facts) => {
    if (!inFile.has(facts.file)) return facts;
    const declarations = facts.declarations.map((one) => {
      const around = isPlaced(one) ? functionAround(one, functions) : undefined;
      return around ? withNames(one, renamed.get(around) ?? []) : one;
    });
    const at = facts.main ? facts.declarations.indexOf(facts.main) : -1;
    const main = declarations[at];
    return { ...facts, declarations, ...(main?.kind === 'function' ? { main } : {}) };
  });
}

const isPlaced = (one: Declaration): one is FunctionDeclaration | ClassDeclaration =>
  one.kind === 'function' || one.kind === 'class';

/** By their functions the classes that have rivals; the first of several local ones keeps its name. */
function renamedIn(all: readonly Declaration[]): Map<FunctionDeclaration, Renamed[]> {
  const found = new Map<FunctionDeclaration, Renamed[]>();
  const locals = all.filter((one): one is ClassDeclaration => one.kind === 'class' && 'isLocal' in one);
  if (!locals.length) return found;
  const taken = new Set(
    all.flatMap((one) => (names(one) && !('isLocal' in one) ? [lastName(one.name)] : [])),
  );
  const functions = all.filter((one): one is FunctionDeclaration => one.kind === 'function' && !one.isLocal);
  for (const local of locals) {
    if (locals.some((other) => other !== local && isInside(local, other))) continue;
    const plain = lastName(local.name);
    const around = taken.has(plain) ? functionAround(local, functions) : undefined;
    if (around) push(found, around, { from: local.name, to: `${around.name}::${plain}` });
    taken.add(plain);
  }
  return found;
}

const names = ({ kind }: Declaration): boolean =>
  kind === 'class' || kind === 'enumerator' || kind === 'alias';

type Placed = Pick<FunctionDeclaration, 'chunk' | 'start' | 'end'>;

const isInside = (one: Placed, around: Placed): boolean =>
  around.chunk === one.chunk && around.start <= one.start && one.end <= around.end;

/** The innermost of the functions that holds it, or is it. */
function functionAround(
  one: Placed,
  functions: readonly FunctionDeclaration[],
): FunctionDeclaration | undefined {
  const around = functions.filter((candidate) => isInside(one, candidate));
  return around.reduce<FunctionDeclaration | undefined>(
    (inner, next) => (inner && isInside(inner, next) ? inner : next),
    undefined,
  );
}

/** Programs that share a file share what its declarations become. */
const known = new WeakMap<Declaration, Map<string, Declaration>>();

function withNames(declaration: Declaration, renamed: readonly Renamed[]): Declaration {
  const key = JSON.stringify(renamed);
  const before = known.get(declaration)?.get(key);
  if (before) return before;
  const copy = copied(declaration, renamed);
  // What is followed counts for the text that it stands in.
  const made: Declaration =
    copy.kind === 'function' && declaration.kind === 'function' ? { ...copy, written: declaration } : copy;
  known.set(declaration, (known.get(declaration) ?? new Map<string, Declaration>()).set(key, made));
  return made;
}

/** Keys under which names of types stand. */
const NAMING: ReadonlySet<string> = new Set(['name', 'owner']);

function copied<T>(part: T, renamed: readonly Renamed[]): T {
  if (Array.isArray(part)) return part.map((one: unknown) => copied(one, renamed)) as T;
  if (typeof part !== 'object' || part === null) return part;
  const entries = Object.entries(part).map(([key, value]: [string, unknown]) => {
    if (key === 'chunk') return [key, value];
    if (typeof value === 'string') return [key, NAMING.has(key) ? nameOf(value, renamed) : value];
    if (key === 'bases' && Array.isArray(value))
      return [key, value.map((one: string) => nameOf(one, renamed))];
    return [key, copied(value, renamed)];
  });
  return Object.fromEntries(entries) as T;
}

/** `Lane`, `Lane::Run`, and as they are declared: `media::Lane::Run`. */
function nameOf(name: string, renamed: readonly Renamed[]): string {
  for (const { from, to } of renamed)
    for (const one of [from, lastName(from)])
      if (name === one || name.startsWith(`${one}::`)) return to + name.slice(one.length);
  return name;
}

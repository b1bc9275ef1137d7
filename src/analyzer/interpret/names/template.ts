/** What stands for a template's parameters while its text is followed. */
import { instanceName } from '../../syntax/lower-types.ts';
import type { Expression, TemplateParameter, TypeName } from '../../syntax/ast.ts';
import { lastName, scopeName } from '../../program/qualified.ts';
import type { Interpreter, MacroChunk } from '../interpreter.ts';
import { literal, unknown, type Value } from '../values/value.ts';
import { Frame, selfOf } from './frame.ts';

/** The argument that a parameter stands for: a type, or a value that was written as a name or a number. */
export interface Binding {
  type: TypeName;
  value?: Value;
}

export type Bindings = ReadonlyMap<string, Binding>;

/** Equal for bindings to the same types and numbers. */
export function bindingsKey(bindings: Bindings): string {
  return [...bindings.values()].map(({ type, value }) => keyOf(type, value)).join();
}

function keyOf({ name, args, pointers }: TypeName, value: Value | undefined): string {
  if (value?.kind === 'number') return String(value.quantity);
  return `${instanceName(name, args)}${'*'.repeat(pointers)}`;
}

const place = { start: 0, end: 0 };

/** Binds arguments to the parameters that they stand for, as seen from where they are written; defaults for the rest. */
export function bind(
  run: Interpreter,
  template: readonly TemplateParameter[] | undefined,
  args: readonly TypeName[],
  frame: Frame,
): Bindings | undefined {
  if (!template?.length) return undefined;
  const bound = new Map<string, Binding>();
  for (const [index, parameter] of template.entries()) {
    const written = args[index] ?? parameter.initial;
    if (written) bound.set(parameter.name, bindOne(run, parameter, written, frame));
  }
  return bound;
}

function bindOne(run: Interpreter, { kind }: TemplateParameter, written: TypeName, frame: Frame): Binding {
  const type = substitute(written, frame);
  if (kind === 'type') return { type };
  const known = frame.binding(written.name)?.value;
  return { type, value: known ?? valueOf(run, type.written ?? type.name, frame) };
}

function valueOf(run: Interpreter, text: string, frame: Frame): Value {
  const plain = /^\d+[uUlLzZ]*$/.test(text) ? Number.parseInt(text, 10) : undefined;
  if (plain !== undefined) return literal(plain);
  if (text === 'true' || text === 'false') return literal(text === 'true' ? 1 : 0);
  const name = text.replace(/^&/, '');
  if (!/^[\w:<>,\s]+$/.test(name)) return evaluateText(run, text, frame);
  const expression: Expression = { kind: 'name', name, ...place };
  return run.parts.evaluate(expression, frame);
}

/** The value of an expression that the syntax tree has as text only: a template argument, a clause of a directive. */
export function evaluateText(run: Interpreter, text: string, frame: Frame): Value {
  const { chunk } = frame;
  const body = run.macroBody({ kind: 'macro', name: '', body: text, chunk, ...place });
  if (!body?.expression) return unknown(text);
  const site = run.range(chunk, 0, 0);
  const read: MacroChunk = { ...body.chunk, site };
  return run.parts.evaluate(body.expression, new Frame(frame.name, read, selfOf(frame), frame));
}

/** A type with the arguments in place of the parameters of the templates at hand. */
export function substitute(type: TypeName, frame: Frame): TypeName {
  const bound = frame.binding(type.name)?.type;
  const base = bound ? { ...bound, pointers: bound.pointers + type.pointers } : type;
  const args = base.args.map((arg) => substitute(arg, frame));
  const name = base.name.includes('::') ? scoped(base.name, frame) : base.name;
  if (name === type.name && args.every((arg, index) => arg === type.args[index]) && !bound) return type;
  return { ...base, name, args, reference: type.reference || base.reference };
}

/** `T::type`, `Traits<T>::type` with what `T` stands for. */
function scoped(name: string, frame: Frame): string {
  return name.replace(/\b[A-Za-z_]\w*(?=::|[,>])/g, (word, at: number) => {
    const isHead = at === 0 || /[<,]/.test(name.charAt(at - 1));
    const bound = isHead ? frame.binding(word)?.type : undefined;
    if (!bound) return word;
    return bound.args.length ? instanceName(bound.name, bound.args) : bound.name;
  });
}

/** A name as it is to be looked up: parameters and the arguments of its scope replaced by what they choose. */
export function chosenName(
  run: Interpreter,
  written: string,
  frame: Frame,
): { name: string; bindings?: Bindings | undefined } {
  if (!written.includes('::')) return { name: frame.binding(written)?.type.name ?? written };
  const name = scoped(written, frame);
  const scope = run.symbols.resolveType(parseInstance(scopeName(name)));
  if (scope.args.length === 0) return { name };
  const found = classFor(run, scope, frame);
  if (!found)
    return {
      name: name.includes('<')
        ? name.slice(0, name.indexOf('<')) + name.slice(name.lastIndexOf('>') + 1)
        : name,
    };
  return { name: `${found.name}::${lastName(name)}`, bindings: found.bindings };
}

/** The class that a type names: of a template the specialization that its arguments choose, and what they stand for. */
export function classFor(
  run: Interpreter,
  type: TypeName,
  frame: Frame,
): { name: string; bindings?: Bindings | undefined } | undefined {
  const full = substitute(type, frame);
  const special = run.symbols.specialization(full.name, full.args);
  if (special) {
    const args = special.declaration.template?.map(
      ({ name }) => special.matched.get(name) ?? { ...full, name },
    );
    const bindings = bind(run, special.declaration.template, args ?? [], frame);
    return { name: special.declaration.name, bindings };
  }
  const declaration = run.symbols.findClass(full.name, frame.scope);
  return (
    declaration && { name: declaration.name, bindings: bind(run, declaration.template, full.args, frame) }
  );
}

/** `Traits<a,B<c>>` taken apart. */
function parseInstance(text: string): TypeName {
  const open = text.indexOf('<');
  let pointers = 0;
  while (text.endsWith('*', text.length - pointers)) pointers++;
  const plain = text.slice(0, text.length - pointers);
  const none = { pointers, reference: false, constant: false };
  if (open < 0) return { name: plain, args: [], ...none };
  const inside = plain.slice(open + 1, plain.lastIndexOf('>'));
  return { name: plain.slice(0, open), args: splitArguments(inside).map(parseInstance), ...none };
}

function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text.charAt(at);
    if (letter === '<') depth++;
    else if (letter === '>') depth--;
    else if (letter === ',' && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)].filter(Boolean);
}

/** Is what a call makes the same in every pass, or of a size that may change? */
import type { Expression, Statement } from '../../../syntax/ast.ts';
import type { CallNode, TraceArgument } from '../../../trace/nodes.ts';
import type { RuleContext } from '../../context.ts';
import { oncePer } from '../../../../base/once.ts';
import { isPure } from '../hoist/invariant.ts';
import type { Made } from '../hoist/made.ts';
import { argumentsOf, declaredIn, namesOf, type Body } from '../syntax.ts';

/** `same`; else the number of bytes as the source has it, which may rise; undefined where anything else changes. */
export function sizeOf(
  call: CallNode,
  { own }: Made,
  body: Body,
  context: RuleContext,
): 'same' | { text: string } | undefined {
  const { out, bytes } = call.row;
  const others = call.args.filter((_, at) => at !== out && at !== bytes);
  if (!others.every((argument, at) => isFixed(argument, at, call, context))) return undefined;
  const size = bytes === undefined ? undefined : call.args[bytes];
  const written = bytes === undefined ? undefined : argumentsOf(call, own)[bytes];
  if (bytes === undefined) return 'same';
  if (!size || !written || !isPure(written)) return undefined;
  const known = changing(body);
  const names = namesOf(written);
  if (!names.some((name) => known.has(name)) && isNumberFixed(bytes, call, context)) return 'same';
  return { text: asSize(size.text, written, body) };
}

/** A constant of the runtime, or a number that the source fixes. */
function isFixed({ value }: TraceArgument, at: number, call: CallNode, context: RuleContext): boolean {
  if (value.kind === 'constant' || value.kind === 'null') return true;
  return value.kind === 'number' && isNumberFixed(at, call, context);
}

/** The same on every way to the place. */
function isNumberFixed(at: number, { range }: CallNode, context: RuleContext): boolean {
  const values = callsAt({ range }, context)
    .map(({ args }) => args[at]?.value)
    .map((value) => (value?.kind === 'number' ? context.fixed(value.quantity) : undefined));
  return values.every((value) => value !== undefined && value === values[0]);
}

/** The same place in the text. */
export const isSame = (one: Pick<CallNode, 'range'>, other: Pick<CallNode, 'range'>): boolean =>
  one.range.file === other.range.file &&
  one.range.line === other.range.line &&
  one.range.column === other.range.column;

/** All that is made of the call at one place, on whatever way it is come to. */
export const callsAt = ({ range }: Pick<CallNode, 'range'>, context: RuleContext): readonly CallNode[] =>
  byPlace(context).get(placeOf(range)) ?? [];

const placeOf = ({ file, line, column }: CallNode['range']): string =>
  `${file}:${String(line)}:${String(column)}`;

const byPlace = oncePer((context: RuleContext): ReadonlyMap<string, CallNode[]> => {
  const found = new Map<string, CallNode[]>();
  for (const call of context.calls) {
    const calls = found.get(placeOf(call.range)) ?? [];
    calls.push(call);
    found.set(placeOf(call.range), calls);
  }
  return found;
});

/** What a function is given or declares, constants left out: it may be another in each pass. */
function changing({ declaration, statements }: Body): ReadonlySet<string> {
  const variables = declaredIn(statements as Statement[]).filter(
    ({ isConst, initial }) => !isConst || !isNumber(initial),
  );
  return new Set([...declaration.parameters, ...variables].map(({ name }) => name));
}

const isNumber = (initial: Expression | undefined): boolean => initial?.kind === 'number';

/** To be compared with what is kept. */
function asSize(text: string, written: Expression, { declaration, statements }: Body): string {
  const one = written.kind === 'name' ? written.name : undefined;
  const type = [...declaration.parameters, ...declaredIn(statements)].find(({ name }) => name === one)?.type;
  return type && /(?:^|::)size_t$/.test(type.name) ? text : `static_cast<size_t>(${text})`;
}

/** Coroutines: functions whose text is followed where it is resumed, and not where they are called. */
import { oncePer } from '../../../base/once.ts';
import type { SourceRange } from '../../../pipeline/source.ts';
import type { Statement } from '../../syntax/ast.ts';
import { visitExpressions } from '../../syntax/visit.ts';
import type { LoopNode } from '../../trace/nodes.ts';
import type { Interpreter } from '../interpreter.ts';
import {
  newCell,
  literal,
  pointee,
  type Cell,
  type FunctionValue,
  type Instance,
  type Value,
} from '../values/value.ts';
import type { Cut } from './cuts.ts';

export interface Coroutine {
  readonly name: string;
  /** Whether its text hands out values, as a generator's does. */
  readonly isGenerator: boolean;
  readonly promise: Instance | undefined;
  /** 0 until it is resumed first, 1 while it is followed, 2 then. */
  readonly state: Cell;
  readonly site: SourceRange;
  /** The loops in which it is begun. */
  readonly loops: readonly LoopNode[];
  /** Follows its text; what it returns. */
  follow(): Value;
  /** What is done with each value that it hands out. */
  consume?: ((value: Value) => void) | undefined;
}

/** What a run knows of its coroutines. */
export interface Coroutines {
  readonly ofPromise: Map<Instance, Coroutine>;
  /** Those that have been begun, in order. */
  readonly begun: Coroutine[];
  /** Those that are being followed, innermost last. */
  running: readonly Coroutine[];
  /** Where those that are being followed are left until something else resumes them. */
  cuts: Cut[];
  /** Loops that resume what was begun outside of them, with that. */
  readonly drains: Map<LoopNode, Set<Coroutine>>;
  /** A loop whose head is being evaluated: it consumes what a generator hands out that is resumed there. */
  pulling?: { consume: (value: Value) => void; isTaken: boolean } | undefined;
}

export const coroutinesOf = oncePer((_run: Interpreter): Coroutines => ({
  ofPromise: new Map(),
  begun: [],
  running: [],
  cuts: [],
  drains: new Map(),
}));

export const newState = (): Cell => newCell('state', literal(0));

export const isWaiting = ({ state }: Coroutine): boolean =>
  state.value.kind === 'number' && state.value.known === 0;

/** What `std::coroutine_handle` leads to; calling it resumes. */
export const handleOf = (coroutine: Coroutine): FunctionValue => ({
  kind: 'function',
  targets: [{ name: `coroutine ${coroutine.name}`, coroutine }],
});

export function coroutineIn(value: Value): Coroutine | undefined {
  const held = pointee(value);
  return held.kind === 'function' ? held.targets.find((one) => one.coroutine)?.coroutine : undefined;
}

/** The coroutine whose handle an object holds. */
export function coroutineHeld(value: Value, depth = 0): Coroutine | undefined {
  const held = pointee(value);
  if (held.kind !== 'instance' || depth > 2) return coroutineIn(held);
  for (const cell of held.instance.fields.values()) {
    const found = coroutineHeld(cell.value, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** A coroutine's operators, other than in lambdas inside. */
const operatorsIn = oncePer((body: readonly Statement[]): ReadonlySet<string> => {
  const lambdas: { start: number; end: number }[] = [];
  const found: { operator: string; start: number }[] = [];
  visitExpressions(body, (one) => {
    if (one.kind === 'lambda') lambdas.push(one);
    if (one.kind === 'unary' && one.operator.startsWith('co_')) found.push(one);
  });
  const own = found.filter(({ start }) => !lambdas.some((one) => one.start <= start && start < one.end));
  return new Set(own.map(({ operator }) => operator));
});

export const isCoroutine = (body: readonly Statement[] | undefined): boolean =>
  body !== undefined && operatorsIn(body).size > 0;

export const handsOut = (body: readonly Statement[]): boolean => operatorsIn(body).has('co_yield');

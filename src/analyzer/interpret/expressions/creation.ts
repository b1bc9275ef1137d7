/** What `new` makes: objects, arrays, memory, threads. */
import type { Expression, TypeName } from '../../syntax/ast.ts';
import type { TraceObject } from '../../trace/values.ts';
import { endOf } from '../calls/destroy.ts';
import { argumentOf } from '../calls/arguments.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { arrayStore } from '../names/arrays.ts';
import { objectsOf, valueOfType } from '../names/initial.ts';
import { sizeOfType } from '../names/sizes.ts';
import { isThread } from '../names/types.ts';
import { spawn } from '../threads/spawn.ts';
import { newBuffer } from '../values/memory.ts';
import { calculate } from '../values/numbers.ts';
import { literal, unknown, type Value } from '../values/value.ts';

type NewExpression = Extract<Expression, { kind: 'new' }>;

/** `new T(…)`, `new T[n]`. */
export function evaluateNew(run: Interpreter, expression: NewExpression, frame: Frame): Value {
  const { type, args, count, start, end } = expression;
  if (isThread(type) && args.length) return newThread(run, expression, frame);
  if (!count) return valueOfType(run, { type, name: type.name, args, braces: false, start, end }, frame);
  return newArray(run, { type, count, span: expression }, frame);
}

/** `new T[n]`, `make_unique<T[]>(n)`: objects, pointers, or plain memory. */
export function newArray(
  run: Interpreter,
  { type, count, span }: { type: TypeName; count: Expression; span: { start: number; end: number } },
  frame: Frame,
  more: Partial<TraceObject> = {},
): Value {
  const objects = objectsOf(run, { type, count, span }, frame);
  if (objects) return objects;
  const size = run.parts.evaluate(count, frame);
  const element = sizeOfType(run.symbols, type);
  const number = size.kind === 'number' ? size : run.parameters.open(...openCount(run, count, frame));
  if (type.pointers > 0) {
    return { kind: 'array', store: arrayStore(run, type.name, type, number) };
  }
  const bytes = element ? calculate('*', number, element) : undefined;
  const object = newBuffer(run, 'new', run.range(frame.chunk, span.start, span.end), bytes, more);
  return { kind: 'object', object, offset: literal(0) };
}

/** `new std::thread(f, x)`. */
function newThread(run: Interpreter, { args, start, end }: NewExpression, frame: Frame): Value {
  const [callee, ...given] = args.map((arg) => argumentOf(run, arg, frame));
  if (!callee) return unknown('thread');
  return spawn(run, callee.value, given, 'std::thread', run.range(frame.chunk, start, end));
}

/** `delete p` ends what `p` points to, `delete[] p` all of it. */
export function evaluateDelete(
  run: Interpreter,
  { operand, start, end }: Extract<Expression, { kind: 'delete' }>,
  frame: Frame,
): Value {
  endOf(run, run.parts.evaluate(operand, frame), run.range(frame.chunk, start, end));
  return unknown();
}

function openCount(
  run: Interpreter,
  count: Expression,
  frame: Frame,
): [string, string, number, { kind: 'variable' }] {
  const text = run.text(frame.chunk, count);
  return [text, `${frame.name}:${text}`, 1, { kind: 'variable' }];
}

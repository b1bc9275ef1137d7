/** Objects of the program's structs in memory of the C library: `calloc(n, sizeof(T))`, `(T *)malloc(n * sizeof *p)`. */
import { withoutCasts } from '../syntax/visit.ts';
import type { CallExpression, Expression, TypeName } from '../syntax/ast.ts';
import type { CallSite } from '../interpret/calls/call-site.ts';
import type { Interpreter } from '../interpret/interpreter.ts';
import { typeOfExpression } from '../interpret/names/expression-type.ts';
import type { Frame } from '../interpret/names/frame.ts';
import { objectsOf } from '../interpret/names/initial.ts';
import { lastName } from '../program/qualified.ts';
import type { Value } from '../interpret/values/value.ts';

type Sizeof = Extract<Expression, { kind: 'sizeof' }>;

/** Objects as many as the call makes room for, where it names their struct; undefined where it asks for plain memory. */
export function heapObjects(run: Interpreter, { expression, frame }: CallSite): Value | undefined {
  const room = roomOf(expression);
  const type = room && typeOfSize(run, room.size, frame);
  return type && objectsOf(run, { type, count: room.count, span: expression }, frame);
}

/** The same for what is kept as a pointer of that type, whatever the call asks for the size of. */
export function heapObjectsAs(
  run: Interpreter,
  given: Expression,
  { pointers, ...type }: TypeName,
  frame: Frame,
): Value | undefined {
  const call = withoutCasts(given);
  const room = pointers === 1 && call.kind === 'call' && isHeap(run, call) ? roomOf(call) : undefined;
  return room && objectsOf(run, { type: { ...type, pointers: 0 }, count: room.count, span: call }, frame);
}

function isHeap(run: Interpreter, { callee }: CallExpression): boolean {
  if (callee.kind !== 'name' || !/^(?:calloc|malloc)$/.test(lastName(callee.name))) return false;
  return !run.symbols.functions.named(callee.name).some(({ body }) => body);
}

/** The `sizeof` of what there is room for, and how many of it; one where no number stands there. */
function roomOf({ args }: CallExpression): { count?: Expression; size: Sizeof } | undefined {
  const [first, second] = args.map(withoutCasts);
  if (first && second) return roomIn(first, second);
  if (first?.kind === 'sizeof') return { size: first };
  return first?.kind === 'binary' && first.operator === '*'
    ? roomIn(withoutCasts(first.left), withoutCasts(first.right))
    : undefined;
}

function roomIn(left: Expression, right: Expression): ReturnType<typeof roomOf> {
  if (right.kind === 'sizeof') return { size: right, ...countIn(left) };
  return left.kind === 'sizeof' ? { size: left, ...countIn(right) } : undefined;
}

const countIn = (count: Expression): { count?: Expression } =>
  count.kind === 'number' && count.value === 1 ? {} : { count };

function typeOfSize(run: Interpreter, { type, operand }: Sizeof, frame: Frame): TypeName | undefined {
  if (!operand) return type;
  const named = operand.kind === 'name' ? run.symbols.findClass(operand.name, frame.scope) : undefined;
  const plain = { args: [], pointers: 0, reference: false, constant: false };
  if (named) return { name: named.name, ...plain };
  const led = operand.kind === 'unary' ? typeOfExpression(run, operand, frame) : undefined;
  return led && { ...led, pointers: Math.max(0, led.pointers - 1) };
}

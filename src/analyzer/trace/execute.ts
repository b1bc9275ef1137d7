/** Statements. */
import type { Quantity } from '../../pipeline/quantity.ts';
import type { SourceRange } from '../../pipeline/source.ts';
import type { Expression, Statement, Variable } from '../syntax/ast.ts';
import { argumentOf } from './arguments.ts';
import { executeIf, executeSwitch } from './branches.ts';
import { endLocals, noteLocal } from './destroy.ts';
import type { Frame } from './frame.ts';
import { initialState } from './initial.ts';
import { executeLoop } from './loops.ts';
import type { Flow, Machine } from './machine.ts';
import { newCell, unknown } from './state.ts';
import { newThread, spawn } from './threads.ts';
import type { TraceThread } from './trace.ts';
import { isLock, isMutex, isThread } from './types.ts';
import { hasWeight } from './weight.ts';

/** Executes statements in order until one leaves. */
export function execute(machine: Machine, statements: readonly Statement[], frame: Frame): Flow {
  const locks = machine.openLocks.length;
  const locals = machine.openObjects.length;
  let flow: Flow | 'done' = 'next';
  for (let at = 0; at < statements.length && flow === 'next' && machine.step(); at++) {
    const statement = statements[at];
    if (!statement) break;
    const parallel =
      statement.kind === 'pragma'
        ? parallelRegion(machine, statement.text, statements[at + 1], frame)
        : false;
    if (parallel) at++;
    else flow = one(machine, statement, statements.slice(at + 1), frame);
  }
  endLocals(machine, locals);
  while (machine.openLocks.length > locks && machine.openLocks.at(-1)?.name.startsWith('guard '))
    machine.closeLock();
  return flow === 'done' ? 'next' : flow;
}

function one(
  machine: Machine,
  statement: Statement,
  rest: readonly Statement[],
  frame: Frame,
): Flow | 'done' {
  if (statement.kind === 'expression' || statement.kind === 'declare') {
    machine.statement = machine.range(frame.chunk, statement.start, statement.end);
  }
  if (statement.kind !== 'if') return simple(machine, statement, frame);
  const { flow, tookRest } = executeIf(machine, statement, rest, frame);
  return tookRest && flow === 'next' ? 'done' : flow;
}

function simple(machine: Machine, statement: Statement, frame: Frame): Flow {
  switch (statement.kind) {
    case 'block':
      return block(machine, statement.body, frame);
    case 'expression':
      machine.resultName = undefined;
      machine.parts.evaluate(statement.expression, frame);
      return 'next';
    case 'declare':
      for (const variable of statement.variables) declare(machine, variable, frame);
      return 'next';
    case 'loop':
      return executeLoop(machine, statement, frame);
    case 'switch':
      return executeSwitch(machine, statement, frame);
    case 'return':
      return leave(machine, statement, frame);
    case 'throw':
      return 'return';
    case 'try':
      return block(machine, statement.body, frame);
    case 'preprocessor':
      return machine.parts.execute(statement.taken, frame);
    case 'break':
    case 'continue':
      return statement.kind;
    default:
      return 'next';
  }
}

function block(machine: Machine, body: readonly Statement[], frame: Frame): Flow {
  frame.enter();
  const flow = machine.parts.execute(body, frame);
  frame.leave();
  return flow;
}

function leave(
  machine: Machine,
  statement: Extract<Statement, { kind: 'return' | 'throw' }>,
  frame: Frame,
): Flow {
  if (statement.value) {
    machine.statement = machine.range(frame.chunk, statement.start, statement.end);
    const value = machine.parts.evaluate(statement.value, frame);
    if (!machine.returned || machine.returned.kind === 'unknown' || machine.returned.kind === 'null')
      machine.returned = value;
  }
  return 'return';
}

function declare(machine: Machine, variable: Variable, frame: Frame): void {
  const { type } = variable;
  if (isLock(type) && variable.args?.[0]) holdLock(machine, variable, frame);
  else if (isThread(type) && type.pointers === 0 && variable.args?.length && !variable.dims.length) {
    declareThread(machine, variable, frame);
  } else if (variable.isStatic) declareStatic(machine, variable, frame);
  else declareVariable(machine, variable, frame);
}

/** A static local is made by the first call and kept for all others. */
function declareStatic(machine: Machine, variable: Variable, frame: Frame): void {
  const kept = machine.statics.get(variable);
  if (kept) return frame.share(variable.name, kept);
  declareVariable(machine, variable, frame);
  const cell = frame.find(variable.name);
  if (cell) machine.statics.set(variable, cell);
}

function declareThread(machine: Machine, variable: Variable, frame: Frame): void {
  const { type, name } = variable;
  const range = machine.range(frame.chunk, variable.start, variable.end);
  const [callee, ...args] = (variable.args ?? []).map((arg) => argumentOf(machine, arg, frame));
  const value = callee ? spawn(machine, callee.value, args, 'std::thread', range) : unknown(name);
  frame.declare(newCell(name, value, type, range));
}

function declareVariable(machine: Machine, variable: Variable, frame: Frame): void {
  const { type, name, initial } = variable;
  const range = machine.range(frame.chunk, variable.start, variable.end);
  machine.resultName = name;
  const value = isMutex(type) ? unknown(name) : initialState(machine, variable, frame);
  machine.resultName = undefined;
  const place = type.reference && initial && initial.kind !== 'call' ? initial : undefined;
  const shared = place && machine.parts.locate(place, frame);
  const cell = shared ?? newCell(name, value, type, range);
  frame.share(name, cell);
  if (!shared) noteLocal(machine, variable, cell);
  if (!shared && isMutex(type) && !type.pointers && !variable.isStatic) machine.declareMutex(cell);
  const isMatrix = variable.dims.length === 0 && value.kind === 'unknown' && /(^|::)Mat$/.test(type.name);
  if (isMatrix) makeMatrix(machine, variable, frame);
}

/** A cv::Mat owns pageable memory of the host. */
function makeMatrix(machine: Machine, variable: Variable, frame: Frame): void {
  const range = machine.range(frame.chunk, variable.start, variable.end);
  const object = machine.object('buffer', variable.name, { memory: 'mat', createdAt: range });
  const cell = frame.find(variable.name);
  if (cell) cell.value = { kind: 'object', object, offset: undefined };
}

/** A guard holds its mutex until the block's end. */
function holdLock(machine: Machine, variable: Variable, frame: Frame): void {
  const [mutex, ...options] = variable.args ?? [];
  if (!mutex || options.some((option) => /defer_lock/.test(machine.text(frame.chunk, option)))) return;
  const name = machine.text(frame.chunk, mutex);
  const range = machine.range(frame.chunk, variable.start, variable.end);
  frame.declare(newCell(variable.name, unknown(variable.name), variable.type, range));
  machine.openLock(machine.mutexNamed(name, frame), `guard ${variable.name}`, range);
}

/** `#pragma omp parallel`: what follows runs in as many threads. */
function parallelRegion(machine: Machine, text: string, next: Statement | undefined, frame: Frame): boolean {
  // A region that fills an array is host work of one step, and not a thread of the pipeline.
  if (!/omp\s+parallel/.test(text) || !next || !hasWeight(machine, [next])) return false;
  const [, count] = /num_threads\s*\(\s*(\w+)/.exec(text) ?? [];
  const range = machine.range(frame.chunk, next.start, next.start + 3);
  const thread = newThread(
    machine,
    { name: `${machine.functionName}@${range.line}` },
    'thread',
    'openmp',
    range,
  );
  thread.replicas = regionThreads(machine, count, frame, range);
  machine.record({ ...machine.base(range), kind: 'spawn', operation: 'start', threads: [thread] });
  const { thread: outer, loops, path } = machine;
  Object.assign(machine, { thread, loops: [], path: [] });
  machine.into(thread.body, () => machine.parts.execute([next], frame));
  Object.assign(machine, { thread: outer, loops, path });
  if (/omp\s+parallel\s+for/.test(text)) shareLoop(thread);
  return true;
}

/** The threads of a `parallel for` share its passes. */
function shareLoop({ body, replicas }: TraceThread): void {
  const loop = body.find((node) => node.kind === 'loop');
  if (!loop || loop.times === 'forever') return;
  const { times } = loop;
  loop.times =
    typeof times === 'number' && typeof replicas === 'number'
      ? Math.ceil(times / replicas)
      : `ceil((${times}) / max(1, ${replicas}))`;
}

function regionThreads(
  machine: Machine,
  count: string | undefined,
  frame: Frame,
  range: SourceRange,
): Quantity {
  const place = { start: 0, end: 0 };
  const expression: Expression = /^\d+$/.test(count ?? '')
    ? { kind: 'number', value: Number(count), ...place }
    : { kind: 'name', name: count ?? '', ...place };
  const value = count ? machine.parts.evaluate(expression, frame) : unknown();
  if (value.kind === 'number') return value.quantity;
  return machine.parameters.open('omp_threads', 'omp', 4, { kind: 'default', range }).quantity;
}

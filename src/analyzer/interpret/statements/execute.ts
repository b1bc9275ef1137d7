/** Statements. */
import type { Expression, Statement, Variable } from '../../syntax/ast.ts';
import { heapObjectsAs } from '../../library/heap.ts';
import { argumentOf, givenBeside, passBeside } from '../calls/arguments.ts';
import { bindingNames, bindParts } from './bindings.ts';
import { executeIf } from './branches.ts';
import { deciding } from './decided.ts';
import { executeSwitch } from './switch.ts';
import { asChoices } from './short-circuit.ts';
import { endLocals, noteLocal } from '../calls/destroy.ts';
import type { Frame } from '../names/frame.ts';
import { initialValue } from '../names/initial.ts';
import { anew, isFixed, localTo } from './fixed.ts';
import { executeLoop } from './loops.ts';
import { beginProcess, endsProcess } from './processes.ts';
import type { Guard } from '../../trace/nodes.ts';
import type { Flow, Interpreter } from '../interpreter.ts';
import { keptCell } from '../kept.ts';
import { collecting, noteFlow, noteGiven, placesIn, returning, type Place } from '../values/data-flow.ts';
import { keepMemory } from '../values/memory.ts';
import { newCell, unknown, type Cell, type Value } from '../values/value.ts';
import { spawn } from '../threads/spawn.ts';
import { isLock, isMutex, isThread } from '../names/types.ts';
import { openMp } from '../../library/openmp.ts';
import { closeLock, openLock } from '../threads/locks.ts';

/** Executes statements in order until one leaves. */
export function execute(run: Interpreter, statements: readonly Statement[], frame: Frame): Flow {
  const locks = run.openLocks.length;
  const locals = run.openObjects.length;
  let flow: Flow | 'done' = 'next';
  for (let at = 0; at < statements.length && flow === 'next' && run.step(); at++) {
    const statement = statements[at];
    if (!statement) break;
    beginProcess(run, statements, at, frame);
    const parallel =
      statement.kind === 'pragma' ? openMp(run, statement, statements.slice(at + 1), frame) : 0;
    if (parallel) at += parallel;
    else flow = one(run, statement, () => statements.slice(at + 1), frame);
  }
  endLocals(run, locals, statements);
  while (run.openLocks.length > locks && run.openLocks.at(-1)?.name.startsWith('guard ')) closeLock(run);
  return flow === 'done' ? 'next' : flow;
}

function one(
  run: Interpreter,
  statement: Statement,
  rest: () => readonly Statement[],
  frame: Frame,
): Flow | 'done' {
  if (statement.kind === 'expression' || statement.kind === 'declare') {
    run.statement = run.range(frame.chunk, statement.start, statement.end);
  }
  const [choice = statement, ...others] = asChoices(run, statement) ?? [];
  if (others.length > 0) return done(run.parts.execute([choice, ...others, ...rest()], frame));
  if (choice.kind !== 'if') return simple(run, choice, frame);
  const { flow, tookRest } = deciding(run, choice, frame, () => executeIf(run, choice, rest(), frame));
  return tookRest ? done(flow) : flow;
}

/** What follows has been executed too. */
const done = (flow: Flow): Flow | 'done' => (flow === 'next' ? 'done' : flow);

function simple(run: Interpreter, statement: Statement, frame: Frame): Flow {
  switch (statement.kind) {
    case 'block':
      return block(run, statement.body, frame);
    case 'expression':
      run.resultName = undefined;
      run.parts.evaluate(statement.expression, frame);
      return endsProcess(run, statement.expression) ? 'return' : 'next';
    case 'declare':
      for (const variable of statement.variables) declare(run, variable, frame);
      return 'next';
    case 'loop':
      return closing(run, ['break', 'continue'], () => executeLoop(run, statement, frame));
    case 'switch':
      return closing(run, ['break'], () => executeSwitch(run, statement, frame));
    case 'return':
      return leave(run, statement, frame);
    case 'throw':
      return 'return';
    case 'try':
      return block(run, statement.body, frame);
    case 'preprocessor':
      return run.parts.execute(statement.taken, frame);
    case 'break':
    case 'continue':
      return statement.kind;
    default:
      return 'next';
  }
}

/** Behind a loop or a `switch` all goes on, also where a guard has left it. */
function closing(run: Interpreter, ways: readonly Guard['by'][], follow: () => Flow): Flow {
  const before = run.guards;
  const flow = follow();
  if (run.guards !== before)
    run.guards = run.guards.filter((guard) => before.includes(guard) || !ways.includes(guard.by));
  return flow;
}

function block(run: Interpreter, body: readonly Statement[], frame: Frame): Flow {
  frame.enter();
  const flow = run.parts.execute(body, frame);
  frame.leave();
  return flow;
}

function leave(
  run: Interpreter,
  statement: Extract<Statement, { kind: 'return' | 'throw' }>,
  frame: Frame,
): Flow {
  if (statement.value) {
    run.statement = run.range(frame.chunk, statement.start, statement.end);
    run.givenBeside = undefined;
    const { value: returned } = statement;
    const value = returning(run, () => run.parts.evaluate(returned, frame));
    run.returnedBeside ??= givenBeside(run, statement.value, frame);
    notePlace(run, statement.value, frame);
    if (!run.returned || run.returned.kind === 'unknown' || run.returned.kind === 'null')
      run.returned = value;
  }
  return 'return';
}

function notePlace({ placeAsked, stack, parts }: Interpreter, value: Expression, frame: Frame): void {
  if (!placeAsked || stack.at(-1) !== placeAsked.of) return;
  placeAsked.place ??= value.kind === 'call' ? undefined : parts.locate(value, frame);
}

function declare(run: Interpreter, variable: Variable, frame: Frame): void {
  const { type } = variable;
  if (isLock(type) && variable.args?.[0]) holdLock(run, variable, frame);
  else if (isThread(type) && type.pointers === 0 && variable.args?.length && !variable.dims.length) {
    declareThread(run, variable, frame);
  } else if (variable.isStatic) declareStatic(run, variable, frame);
  else declareVariable(run, variable, frame);
}

function declareStatic(run: Interpreter, variable: Variable, frame: Frame): void {
  const cell = keptCell(run, variable, () => {
    declareVariable(run, variable, frame);
    return frame.find(variable.name);
  });
  if (!cell) return;
  keepMemory(run, cell, 'static');
  frame.share(variable.name, cell);
}

function declareThread(run: Interpreter, variable: Variable, frame: Frame): void {
  const { type, name } = variable;
  const range = run.range(frame.chunk, variable.start, variable.end);
  const [callee, ...args] = (variable.args ?? []).map((arg) => argumentOf(run, arg, frame));
  const value = callee ? spawn(run, callee.value, args, 'std::thread', range) : unknown(name);
  frame.declare(newCell(name, value, type, range));
}

function declareVariable(run: Interpreter, variable: Variable, frame: Frame): void {
  const { type, name, initial } = variable;
  const range = run.range(frame.chunk, variable.start, variable.end);
  run.givenBeside = undefined;
  const { value, reads } = collecting(run, () => firstValue(run, variable, frame));
  const place = type.reference && initial && initial.kind !== 'call' ? initial : undefined;
  const shared = place && run.parts.locate(place, frame);
  const cell = shared ?? newLocal(run, variable, newCell(name, value, type, range), frame);
  frame.share(name, cell);
  bindParts(run, bindingNames(variable), cell, frame);
  if (!shared) noteNew(run, variable, cell, frame);
  const isMatrix = variable.dims.length === 0 && value.kind === 'unknown' && /(^|::)Mat$/.test(type.name);
  if (isMatrix) makeMatrix(run, variable, frame);
  if (!shared) noteStart(run, cell, reads);
}

/** What is declared in a loop is another one in each pass, and so is what it holds itself. */
function noteStart(run: Interpreter, cell: Cell, reads: readonly Place[]): void {
  const { value } = cell;
  noteGiven(run, cell, value, reads);
  const isOwn = value.kind === 'array' || (value.kind === 'object' && value.object.memory === 'mat');
  if (isOwn) noteFlow(run, 'whole', placesIn(value), reads);
}

/** A copy of what no pass moves is no more another one in each pass than that. */
function newLocal(run: Interpreter, { initial }: Variable, cell: Cell, frame: Frame): Cell {
  return initial && run.loops.length && isFixed(run, initial, frame) ? localTo(run, cell) : anew(run, cell);
}

function noteNew(run: Interpreter, variable: Variable, cell: Cell, frame: Frame): void {
  const { type, initial, isStatic } = variable;
  if (initial) passBeside(run, initial, cell, frame);
  noteLocal(run, variable, cell);
  if (isMutex(type) && !type.pointers && !isStatic) run.mutexes.declare(run, cell);
}

function firstValue(run: Interpreter, variable: Variable, frame: Frame): Value {
  const { name, type, initial } = variable;
  run.resultName = name;
  const objects = initial && heapObjectsAs(run, initial, run.symbols.resolveType(type), frame);
  const value = objects ?? (isMutex(type) ? unknown(name) : initialValue(run, variable, frame));
  run.resultName = undefined;
  return value;
}

/** A cv::Mat owns pageable memory of the host. */
function makeMatrix(run: Interpreter, variable: Variable, frame: Frame): void {
  const range = run.range(frame.chunk, variable.start, variable.end);
  const object = run.object('buffer', variable.name, { memory: 'mat', createdAt: range });
  const cell = frame.find(variable.name);
  if (cell) run.store.assign(cell, { kind: 'object', object, offset: undefined });
}

/** A guard holds its mutex until the block's end. */
function holdLock(run: Interpreter, variable: Variable, frame: Frame): void {
  const [mutex, ...options] = variable.args ?? [];
  if (!mutex || options.some((option) => /defer_lock/.test(run.text(frame.chunk, option)))) return;
  const name = run.text(frame.chunk, mutex);
  const range = run.range(frame.chunk, variable.start, variable.end);
  frame.declare(newCell(variable.name, unknown(name), variable.type, range));
  openLock(run, run.mutexes.named(run, name, frame), `guard ${variable.name}`, range);
}

/** Loops over generators: what is done with each value is done where the generator hands it out. */
import { oncePer } from '../../../base/once.ts';
import type { SymbolTable } from '../../program/symbols.ts';
import type { LoopStatement, Statement, Variable } from '../../syntax/ast.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { tried } from '../turns/attempt.ts';
import { newCell, type Value } from '../values/value.ts';
import { coroutineHeld, coroutinesOf, handsOut, isWaiting } from './coroutine.ts';
import { resume } from './resume.ts';

const hasGenerators = oncePer(({ functions }: SymbolTable): boolean => {
  for (const { body } of functions.values()) if (body && handsOut(body)) return true;
  return false;
});

/** Follows the loop, where it is one over a generator. */
export function walksGenerator(run: Interpreter, statement: LoopStatement, frame: Frame): boolean {
  if (!hasGenerators(run.symbols) || statement.loop === 'do') return false;
  const walk = statement.loop === 'range' ? walkRange : pullByHead;
  return tried(run, () => walk(run, statement, frame)) ?? false;
}

/** `for (auto &frame : frames())`. */
function walkRange(run: Interpreter, statement: LoopStatement, frame: Frame): true | undefined {
  const { condition } = statement;
  const generator = condition && coroutineHeld(run.parts.evaluate(condition, frame));
  if (!generator?.isGenerator || !isWaiting(generator)) return undefined;
  generator.consume = consumer(run, statement, frame);
  resume(run, generator, run.range(frame.chunk, statement.start, statement.keywordEnd));
  return true;
}

/** `while (frames.next())`, `for (auto it = frames.begin(); it != frames.end(); ++it)`. */
function pullByHead(run: Interpreter, statement: LoopStatement, frame: Frame): true | undefined {
  const known = coroutinesOf(run);
  const { pulling: before } = known;
  const pulling = { consume: consumer(run, statement, frame), isTaken: false };
  known.pulling = pulling;
  if (statement.initial) run.parts.execute([statement.initial], frame);
  if (statement.condition && !pulling.isTaken) run.parts.evaluate(statement.condition, frame);
  known.pulling = before;
  return pulling.isTaken ? true : undefined;
}

/** One pass of the loop, as the text that it stands in: not as the generator's. */
function consumer(run: Interpreter, statement: LoopStatement, frame: Frame): (value: Value) => void {
  const around = placeOf(run);
  const known = coroutinesOf(run);
  const { running } = known;
  return (value) => {
    const own = placeOf(run);
    const { running: ownRunning } = known;
    Object.assign(run, around);
    known.running = running;
    frame.enter();
    for (const variable of variablesOf(statement)) bind(frame, statement, variable, value);
    run.parts.execute(statement.body, frame);
    if (statement.update) run.parts.evaluate(statement.update, frame);
    frame.leave();
    Object.assign(run, own);
    known.running = ownRunning;
  };
}

const placeOf = ({ path, functionName, outerLoops, guards, returned }: Interpreter) => ({
  path,
  functionName,
  outerLoops,
  guards,
  returned,
});

function variablesOf({ variable, initial }: LoopStatement): readonly Variable[] {
  return variable ? [variable] : declaredBy(initial);
}

const declaredBy = (initial: Statement | undefined): readonly Variable[] =>
  initial?.kind === 'declare' ? initial.variables : [];

/** An iterator leads to what is handed out; what a head or a range loop declares is that itself. */
function bind(frame: Frame, { loop }: LoopStatement, { name, type }: Variable, value: Value): void {
  const cell = newCell(name, value, type);
  frame.declare(loop === 'for' ? newCell(name, { kind: 'pointer', cell }, type) : cell);
}

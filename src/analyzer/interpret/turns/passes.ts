/** The passes of a loop statement, one by one. */
import type { Quantity } from '../../../pipeline/quantity.ts';
import type { Expression, LoopStatement } from '../../syntax/ast.ts';
import type { Flow, Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { elementCell } from '../names/elements.ts';
import { isMap } from '../names/types.ts';
import { literal, type Value } from '../values/value.ts';
import { evaluateCondition } from '../statements/conditions.ts';
import { placeKey } from '../statements/motion.ts';
import { followFill } from './fills.ts';
import { followInTurn, type TurnLoop } from './follow.ts';
import { followStarts } from './starts.ts';
import { followStates } from './states.ts';

interface Passes {
  times: Quantity | 'forever';
  /** What a range loop walks over. */
  items: Value | undefined;
}

/** What a loop's node says of it beside its passes. */
export function headOf(run: Interpreter, statement: LoopStatement, { chunk }: Frame): TurnLoop['head'] {
  const { loop, condition, variable, start, keywordEnd, end } = statement;
  return {
    loop: loop === 'range' ? 'for' : loop,
    ...(variable ? { variable: variable.name } : {}),
    range: run.range(chunk, start, keywordEnd),
    statement: run.range(chunk, start, end),
    condition: condition ? run.text(chunk, condition) : '',
  };
}

/** Follows the loop in turns where its passes take things in turn. */
export function inTurn(
  run: Interpreter,
  statement: LoopStatement,
  { times, items }: Passes,
  frame: Frame,
): boolean {
  const pass = passOf(run, statement, items, frame, (condition) => untested(run, condition, frame));
  if (!pass) return false;
  return followInTurn(run, statement, { head: headOf(run, statement, frame), times, pass });
}

/** Follows the loop where its passes start different threads; undefined where they do not. */
export function inStarts(
  run: Interpreter,
  statement: LoopStatement,
  { times, items }: Passes,
  frame: Frame,
): Flow | undefined {
  const pass = endingPass(run, statement, items, frame);
  return pass && followStarts(run, statement, { head: headOf(run, statement, frame), times, pass }, frame);
}

/** Follows the loop where it fills an array of which the program names elements; undefined where it does not. */
export function inFill(
  run: Interpreter,
  statement: LoopStatement,
  { times, items }: Passes,
  frame: Frame,
): Flow | undefined {
  const pass = endingPass(run, statement, items, frame);
  return pass && followFill(run, statement, { times, pass }, frame);
}

/** A pass of a loop that ends once its condition is known to fail. */
const endingPass = (run: Interpreter, statement: LoopStatement, items: Value | undefined, frame: Frame) =>
  passOf(run, statement, items, frame, (condition) => failed(run, condition, true, frame));

function passOf(
  run: Interpreter,
  statement: LoopStatement,
  items: Value | undefined,
  frame: Frame,
  ends: (condition: Expression) => boolean,
): TurnLoop['pass'] | undefined {
  if (statement.loop === 'range') return elementPass(run, statement, items, frame);
  return () => wholePass(run, statement, frame, ends);
}

/** Follows the loop where it is a state machine; undefined where it is none. `counter`: what it counts, where it does. */
export function inStates(
  run: Interpreter,
  statement: LoopStatement,
  { times, counter }: { times: Quantity | 'forever'; counter: Expression | undefined },
  frame: Frame,
): Flow | undefined {
  if (statement.loop === 'range') return undefined;
  const number = counter ?? amountIn(statement.condition);
  const ends = (condition: Expression) => failed(run, condition, number !== undefined, frame);
  const pass = (): Flow => wholePass(run, statement, frame, ends);
  const counted = () => number && run.parts.locate(number, frame);
  const { scope } = frame;
  return followStates(run, statement, { head: headOf(run, statement, frame), times, pass, counted, scope });
}

/** `done` of `done < total`: how much has been done, by whatever a pass adds, is no state. */
function amountIn(condition: Expression | undefined): Expression | undefined {
  if (condition?.kind !== 'binary' || !/^[<>]=?$/.test(condition.operator)) return undefined;
  return placeKey(condition.left) === undefined ? undefined : condition.left;
}

/** As many passes are followed as come round, whatever the test says. */
function untested(run: Interpreter, condition: Expression, frame: Frame): false {
  run.parts.evaluate(condition, frame);
  return false;
}

/** Whether a test ends the loop; what only counts the passes decides nothing in them. */
function failed(run: Interpreter, condition: Expression, isCounted: boolean, frame: Frame): boolean {
  const { deciding } = run;
  if (isCounted) run.deciding = undefined;
  const { known } = evaluateCondition(run, condition, frame);
  run.deciding = deciding;
  return known === false || hasNoState(run, condition, frame);
}

/** `while (state)`, `state != nullptr` of a machine that has left its last one. */
function hasNoState(run: Interpreter, condition: Expression, frame: Frame): boolean {
  const isCompared = condition.kind === 'binary' && condition.operator === '!=';
  const place = isCompared && condition.right.kind === 'null' ? condition.left : condition;
  if (!run.deciding || placeKey(place) === undefined) return false;
  const cell = run.parts.locate(place, frame);
  return cell?.value.kind === 'null' && run.deciding.has(cell);
}

/** Of a range loop, the pass over the element at a place. */
function elementPass(
  run: Interpreter,
  { variable, body }: LoopStatement,
  items: Value | undefined,
  frame: Frame,
): ((at: number) => Flow) | undefined {
  if (!variable || items?.kind !== 'array' || isMap(items.store.typeName)) return undefined;
  return (at) => {
    frame.enter();
    frame.share(variable.name, elementCell(run, items.store, literal(at)));
    const flow = run.parts.execute(body, frame);
    frame.leave();
    return flow;
  };
}

/** A pass with what stands in the loop's head; it ends the loop where `ends` says so of its test. */
function wholePass(
  run: Interpreter,
  { loop, initial, condition, body, update }: LoopStatement,
  frame: Frame,
  ends: (condition: Expression) => boolean,
): Flow {
  if (initial && loop === 'while') run.parts.execute([initial], frame);
  if (loop !== 'do' && condition && ends(condition)) return 'break';
  const flow = run.parts.execute(body, frame);
  if (flow === 'break' || flow === 'return') return flow;
  if (loop === 'do' && condition && ends(condition)) return 'break';
  if (update) run.parts.evaluate(update, frame);
  return flow;
}

/** What a macro stands for, followed where it is used. */
import type { Interpreter, MacroBody } from '../interpreter.ts';
import { unknown, type Value } from '../values/value.ts';
import type { Frame } from './frame.ts';

/** The value of an expression; statements are executed and have none. */
export function followBody(run: Interpreter, body: MacroBody, frame: Frame): Value {
  if (body.expression) return run.parts.evaluate(body.expression, frame);
  const { returned } = run;
  run.parts.execute(body.statements, frame);
  run.returned = returned;
  return unknown();
}

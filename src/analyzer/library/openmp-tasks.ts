/** OpenMP: tasks, which are threads as far as the team has as many, and are dealt out to its threads beyond that. */
import { divideUp, type Quantity } from '../../pipeline/quantity.ts';
import { evaluateLambda } from '../interpret/expressions/lambda.ts';
import type { Interpreter } from '../interpret/interpreter.ts';
import type { Frame } from '../interpret/names/frame.ts';
import { spawn } from '../interpret/threads/spawn.ts';
import type { LambdaExpression, Statement } from '../syntax/ast.ts';
import { usedVariables } from '../syntax/visit.ts';

/** Starts what a task does. `size`: the threads of the team that does it. */
export function startTask(
  run: Interpreter,
  body: readonly Statement[],
  size: () => Quantity,
  frame: Frame,
): void {
  const lambda = asLambda(body, frame);
  const range = run.range(frame.chunk, lambda.start, lambda.end);
  const value = evaluateLambda(run, lambda, frame);
  spawn(run, value, [], 'openmp', range);
  const started = run.pending.at(-1);
  if (!started || started.loop || started.thread.createdAt !== range) return;
  const { thread } = started;
  const all = thread.replicas;
  const most = all === 1 ? 1 : size();
  if (typeof all !== 'number' || typeof most !== 'number' || all <= most) return;
  thread.replicas = most;
  Object.assign(started, { loop: 'pool', times: divideUp(all, most) });
}

/** Of what is declared outside a task has a number as it was when it was started, and shares all else. */
function asLambda(body: readonly Statement[], frame: Frame): LambdaExpression {
  const numbers = usedVariables(body).filter((name) => frame.find(name)?.value.kind === 'number');
  const named = numbers.map((name) => ({ name, reference: false }));
  const [start = 0, end = 0] = [body[0]?.start, body.at(-1)?.end];
  return {
    kind: 'lambda',
    captures: { all: 'reference', named },
    parameters: [],
    body: [...body],
    start,
    end,
  };
}

/**
 * `fork()`: from there on there are two processes. The child does what stands behind it, with 0 for an answer, beside the
 * parent; it is followed as a thread of its own that ends where the child leaves.
 */
import { oncePer } from '../../../base/once.ts';
import { lastName } from '../../program/qualified.ts';
import type { SymbolTable } from '../../program/symbols.ts';
import type { Expression, LambdaExpression, Statement } from '../../syntax/ast.ts';
import { callNames, visitExpression } from '../../syntax/visit.ts';
import { visitNodes, type TraceNode } from '../../trace/nodes.ts';
import { evaluateLambda } from '../expressions/lambda.ts';
import type { Flow, Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { attempted } from '../turns/attempt.ts';
import { settledLiteral, type Value } from '../values/value.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** Starts the child of a `fork()` that stands in the statement at `at`; the parent does the same from there on. */
export function beginProcess(
  run: Interpreter,
  statements: readonly Statement[],
  at: number,
  frame: Frame,
): void {
  const first = statements[at];
  const call = first && mayFork(run.symbols) ? forkIn(first) : undefined;
  if (!call || run.forks.tried.has(call) || run.forks.isChild(run.thread, call)) return;
  const rest = statements.slice(at);
  if (isOver(run, call, rest, frame, 'child')) startChild(run, call, rest, frame);
  // The parent ends and its child goes on in its place, as in what runs in the background.
  else if (isOver(run, call, rest, frame, 'parent')) run.forks.noteChild(run.thread, call);
}

/** What `fork()` gives: 0 in the child, and the child's number in the parent. */
export const forkAnswer = ({ forks, thread }: Interpreter, call: Call): Value =>
  settledLiteral(forks.isChild(thread, call) ? 0 : 1);

export const isFork = (name: string): boolean => /^(::)?v?fork$/.test(name);

/** Whether a statement ends the process that is being followed. */
export const endsProcess = ({ forks, thread }: Interpreter, one: Expression): boolean =>
  forks.isOneOfTwo(thread) &&
  one.kind === 'call' &&
  one.callee.kind === 'name' &&
  /^(_?exit|_Exit|quick_exit|abort|exec[lv]p?e?)$/.test(lastName(one.callee.name));

const mayFork = oncePer(({ functions }: SymbolTable): boolean =>
  [...functions.values()].some(({ body }) => body && callNames(body).some(isFork)),
);

/** The call in what a statement does itself, and not in the statements in it. */
const forkIn = oncePer((statement: Statement): Call | undefined => {
  let found: Call | undefined;
  for (const part of partsOf(statement))
    visitExpression(part, (one) => {
      if (one.kind === 'call' && one.callee.kind === 'name' && isFork(one.callee.name)) found ??= one;
    });
  return found;
});

function partsOf(one: Statement): readonly Expression[] {
  switch (one.kind) {
    case 'expression':
      return [one.expression];
    case 'declare':
      return one.variables.flatMap(({ initial }) => initial ?? []);
    case 'if':
      return [...(one.before ? partsOf(one.before) : []), one.condition];
    case 'switch':
      return [one.subject];
    default:
      return [];
  }
}

/** Whether one of the two leaves, or stays in an endless loop, in the statements at hand; nothing of that has happened. */
function isOver(
  run: Interpreter,
  call: Call,
  rest: readonly Statement[],
  frame: Frame,
  side: 'child' | 'parent',
): boolean {
  let flow = 'next' as Flow;
  const nodes: TraceNode[] = [];
  run.forks.asIf(run.thread, call, side, () =>
    attempted(run, () => {
      run.into(nodes, () => (flow = run.parts.execute(rest, frame.kept())));
      return undefined;
    }),
  );
  return flow === 'return' || isEndless(nodes);
}

function isEndless(nodes: readonly TraceNode[]): boolean {
  let found = false;
  visitNodes(nodes, (node) => {
    found ||= node.kind === 'loop' && node.times === 'forever';
  });
  return found;
}

function startChild(run: Interpreter, call: Call, rest: readonly Statement[], frame: Frame): void {
  const site = run.range(frame.chunk, call.start, call.end);
  const child = evaluateLambda(run, bodyOf(call, rest), frame);
  if (child.kind !== 'function') return;
  const targets = child.targets.map((one) => ({ ...one, name: `fork@${site.line}` }));
  run.parts.spawn({ kind: 'function', targets }, [], 'fork', site);
  for (const thread of run.trace.threads)
    if (thread.createdBy === 'fork' && thread.createdAt === site) run.forks.noteChild(thread, call);
}

const bodies = new WeakMap<Call, LambdaExpression>();

/** What the child does, as a function that takes all along by value: its memory is a copy. */
function bodyOf(call: Call, rest: readonly Statement[]): LambdaExpression {
  const known = bodies.get(call);
  if (known) return known;
  const { start, end } = call;
  const body: LambdaExpression = {
    ...{ kind: 'lambda', captures: { all: 'value', named: [] }, parameters: [] },
    ...{ body: [...rest], start, end },
  };
  bodies.set(call, body);
  return body;
}

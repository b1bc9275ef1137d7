/** `switch`: the case that a known subject picks, or a branch of the trace for each. */
import { eitherOf, isOneOfSeveral } from '../../idioms/factories.ts';
import type { Statement } from '../../syntax/ast.ts';
import type { BranchNode, TraceNode } from '../../trace/nodes.ts';
import type { Frame } from '../names/frame.ts';
import type { Flow, Interpreter } from '../interpreter.ts';
import type { Value } from '../values/value.ts';
import { hasReturn } from './branches.ts';
import { apply, follow, weigh, type Side } from './sides.ts';

type SwitchStatement = Extract<Statement, { kind: 'switch' }>;

/** Executes a `switch`; where its subject is not known, the weightiest case is the likely one. */
export function executeSwitch(run: Interpreter, statement: SwitchStatement, frame: Frame): Flow {
  const subject = run.parts.evaluate(statement.subject, frame);
  const known = knownCase(run, statement, subject, frame);
  if (!known) return followCases(run, statement, frame);
  const flow = run.parts.execute(known, frame);
  return flow === 'break' ? 'next' : flow;
}

function followCases(run: Interpreter, statement: SwitchStatement, frame: Frame): Flow {
  if (statement.cases.some(({ body }) => hasReturn(body))) run.course = 'open';
  const sides = statement.cases.map((one) => follow(run, one.body, frame));
  const winner = sides.reduce<Side | undefined>(
    (best, side) => (best && weigh(best.nodes) >= weigh(side.nodes) ? best : side),
    undefined,
  );
  const branches = caseBranches(run, statement, { sides: sides.filter(hasNodes), winner }, frame);
  const { returned } = run;
  if (winner) apply(run, winner, ...sides.filter((side) => side !== winner));
  if (noteSeveral(run, sides)) run.returned = returned;
  for (const node of branches) run.record(node);
  return winner?.flow === 'return' && sides.every((side) => side.flow === 'return') ? 'return' : 'next';
}

const hasNodes = ({ nodes }: Side) => nodes.length > 0;

/** More cases than these are halved first: the trace's walks go as deep as its branches do. */
const NESTED_CASES = 32;

/** Each case as a branch with the later ones on its other side. */
function caseBranches(
  run: Interpreter,
  statement: SwitchStatement,
  { sides, winner }: { sides: readonly Side[]; winner: Side | undefined },
  frame: Frame,
): BranchNode[] {
  const range = run.range(frame.chunk, statement.start, statement.start + 6);
  const condition = run.text(frame.chunk, statement.subject);
  const nest = (some: readonly Side[]): BranchNode[] => {
    const [only] = some;
    if (!only) return [];
    const at = some.length > NESTED_CASES ? Math.ceil(some.length / 2) : 1;
    const first = some.slice(0, at);
    const share = winner && first.includes(winner) ? 1 : 0;
    const then: TraceNode[] = at === 1 ? only.nodes : nest(first);
    const node = { condition, share, guessed: true, then, otherwise: nest(some.slice(at)) };
    return [{ ...run.base(range), kind: 'branch', ...node }];
  };
  return nest(sides);
}

/** Where the cases return objects of different classes, none of them is the result. */
function noteSeveral(run: Interpreter, sides: readonly Side[]): boolean {
  const given = sides.flatMap(({ returned }) => (returned ? [returned] : []));
  const [first, ...others] = given;
  const result = first && others.reduce(eitherOf, first);
  if (!isOneOfSeveral(result)) return false;
  run.alternative = result;
  return true;
}

function knownCase(
  run: Interpreter,
  statement: SwitchStatement,
  subject: Value,
  frame: Frame,
): readonly Statement[] | undefined {
  if (subject.kind !== 'number' || !subject.fixed || subject.known === undefined) return undefined;
  const at = statement.cases.findIndex((one) => {
    const value = one.value && run.parts.evaluate(one.value, frame);
    return value?.kind === 'number' && value.known === subject.known;
  });
  const fallback = statement.cases.findIndex((one) => !one.value);
  const start = at >= 0 ? at : fallback;
  // Labels without statements fall through to the next that has some.
  return start < 0 ? [] : statement.cases.slice(start).find((one) => one.body.length)?.body;
}

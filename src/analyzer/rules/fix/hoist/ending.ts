/** What ends a thing that a loop makes: where it stands, and how it is put behind the loop. */
import type { TextEdit } from '../../../finding.ts';
import type { Expression, Statement } from '../../../syntax/ast.ts';
import { withoutCasts, visitExpression, visitExpressions } from '../../../syntax/visit.ts';
import type { CallNode } from '../../../trace/nodes.ts';
import { catalogueRow } from '../../../acl/catalogue.ts';
import { checkedBehind, checkedStatement } from '../text/checked.ts';
import type { RuleContext } from '../../context.ts';
import { objectOf } from '../../query/copies.ts';
import { isOnlyOne, remove } from '../text/edits.ts';
import { inFlightAt } from '../../query/waits/in-flight.ts';
import { enderOf, isLeftBehind } from '../../query/ownership.ts';
import { buffersBehind } from '../../query/copies.ts';
import { leaves } from './exits.ts';
import { wholeOf, withTail, type LoopSite } from '../loop-site.ts';
import type { Refusal } from '../refusals.ts';
import { rootOf, statementsIn } from '../syntax.ts';

export interface Ending {
  /** The function that ends it, e.g. `aclrtFree`. */
  by: string;
  /** The loop can be left with the thing still there. */
  leavesEarly: boolean;
  /** What goes from the loop: the ends on all its ways, and what forgets the thing behind them. */
  removals: TextEdit[];
  /** Lines behind the loop that end `what`. */
  behind(what: string): string[];
}

/** How the thing in `name` ends; a refusal where nothing in the loop ends it on the ordinary way. */
export function endingOf(made: CallNode, name: string, site: LoopSite): Ending | Refusal {
  const { context } = site;
  const ends = context.calls.filter(
    (call) => call.row.destroys !== undefined && subjectOf(call) === made.creates,
  );
  if (ends.length === 0 && isLeftBehind(made, context)) return addedEnding(made, name, site);
  const [end] = ends;
  if (!end || ends.length !== 1) return 'freedElsewhere';
  const refusal = cannotMove(made, end, site);
  return refusal ?? movedEnding(end, name, site);
}

/** Why the end may not go behind the loop. */
function cannotMove(made: CallNode, end: CallNode, site: LoopSite): Refusal | undefined {
  const own = site.inside.find((one) => site.body.holds(one, end.callRange));
  if (!own || end.function !== site.node.function) return 'freedElsewhere';
  if (own.kind !== 'expression' && own.kind !== 'declare' && own.kind !== 'if') return 'conditional';
  return isStillUsed(made, end, site.context) ? 'otherWork' : undefined;
}

function movedEnding(end: CallNode, name: string, site: LoopSite): Ending | Refusal {
  const { text, node } = site;
  const behind = (what: string): string[] | undefined =>
    checkedBehind(text, end, node, `${end.name}(${what})`);
  const statement = checkedStatement(text, end);
  if (!statement || !behind(name)) return 'waitsElsewhere';
  const others = sidesOf(name, end, site);
  if (!others) return 'changesInLoop';
  return {
    by: end.name,
    leavesEarly: leaves(site),
    removals: [remove(text, withTail(text, statement)), ...others],
    behind: (what) => behind(what) ?? [],
  };
}

/** Of what nothing ends at all, and nothing but the runtime is handed. */
function addedEnding({ name: maker }: CallNode, name: string, site: LoopSite): Ending | Refusal {
  const by = enderOf(maker);
  if (catalogueRow(by) === undefined || isHandedOn(name, site.inside)) return 'freedElsewhere';
  return {
    by,
    leavesEarly: leaves(site),
    removals: [],
    behind: (what) => [`${by}(${what});`],
  };
}

export function isHandedOn(name: string, inside: readonly Statement[]): boolean {
  let toRuntime = 0;
  let named = 0;
  visitExpressions(inside, (one) => {
    if (one.kind === 'name' && one.name === name) named++;
    const isRuntime =
      one.kind === 'call' && one.callee.kind === 'name' && /^(?:acl|hi_)/.test(one.callee.name);
    if (isRuntime) toRuntime += one.args.filter((arg) => rootOf(withoutCasts(arg)) === name).length;
  });
  return named > toRuntime;
}

export const subjectOf = ({ row, args }: CallNode) =>
  objectOf(row.subject === undefined ? undefined : args[row.subject]?.value);

/** Work that no wait has covered may still use it where it ends: the next pass would meet it. */
export function isStillUsed(made: CallNode, end: CallNode, context: RuleContext): boolean {
  const { creates } = made;
  return inFlightAt(context, (call) => call === end).some(({ pending }) =>
    pending.some((call) =>
      call.args.some(({ value }) => {
        const object = objectOf(value);
        return object === creates || (creates && buffersBehind(object).includes(creates));
      }),
    ),
  );
}

/**
 * Takes out the ends on the ways out of a pass, and where the variable is set to null behind an end. Undefined where the
 * variable is given another thing, or an end is a part of something else.
 */
export function sidesOf(
  name: string,
  end: CallNode,
  site: Pick<LoopSite, 'inside' | 'text' | 'body'>,
): TextEdit[] | undefined {
  const { inside, text, body } = site;
  const edits: TextEdit[] = [];
  let isPlain = true;
  for (const statement of statementsIn(inside)) {
    if (statement.kind === 'expression' && goesWithIt(statement.expression, name, end)) {
      const range = wholeOf(statement, site);
      if (body.holds(statement, end.callRange)) continue;
      if (isOnlyOne(text, range.line) && text.line(range.line).trim() === text.slice(range).trim())
        isPlain = false;
      edits.push(remove(text, range));
    } else if (isSet(statement, name)) isPlain = false;
  }
  return isPlain ? edits : undefined;
}

const goesWithIt = (expression: Expression, name: string, end: CallNode): boolean =>
  isEnd(expression, name, end) || forgets(expression, name);

function isEnd(expression: Expression, name: string, end: CallNode): boolean {
  const bare = withoutCasts(expression);
  if (bare.kind !== 'call' || bare.callee.kind !== 'name') return false;
  const [first] = bare.args;
  if (bare.callee.name !== end.name) return bare.args.length > 0 && !!first && isEnd(first, name, end);
  const given = first && withoutCasts(first);
  return given?.kind === 'name' && given.name === name;
}

function forgets(expression: Expression, name: string): boolean {
  if (expression.kind !== 'assign' || expression.operator !== '=') return false;
  const { target, value } = expression;
  const isNull = value.kind === 'null' || (value.kind === 'name' && value.name === 'NULL');
  return (
    target.kind === 'name' &&
    target.name === name &&
    (isNull || (value.kind === 'number' && value.value === 0))
  );
}

/** Gives the variable a value that no call of the runtime made. */
function isSet(statement: Statement, name: string): boolean {
  let found = false;
  if (statement.kind !== 'expression') return false;
  visitExpression(statement.expression, (one) => {
    if (one.kind !== 'assign' || one.target.kind !== 'name' || one.target.name !== name) return;
    let isMade = false;
    visitExpression(one.value, (inner) => {
      if (inner.kind === 'call' && inner.callee.kind === 'name' && /^(?:acl|hi_)/.test(inner.callee.name))
        isMade = true;
    });
    if (!isMade) found = true;
  });
  return found;
}

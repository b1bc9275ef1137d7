/**
 * Moves what a loop makes anew in every pass before the loop, with its check, and what ends it behind the loop. Where the
 * loop can be left early an owner ends it on those ways too.
 */
import { withoutCasts } from '../../../syntax/visit.ts';
import type { Expression, Statement } from '../../../syntax/ast.ts';
import type { TextEdit } from '../../../finding.ts';
import type { CallNode } from '../../../trace/nodes.ts';
import { literalText } from '../../../literal.ts';
import { linesAfter, linesBefore, remove } from '../text/edits.ts';
import type { RuleContext } from '../../context.ts';
import { endingOf, type Ending } from './ending.ts';
import { declares, invariance } from './invariant.ts';
import { isNamed, loopSite, wholeOf, type LoopSite } from '../loop-site.ts';
import { ownerOf, pointee } from '../owner.ts';
import { madeBy, type Made } from './made.ts';
import type { Refusal } from '../refusals.ts';
import { argumentsOf, declaredIn, statementsIn } from '../syntax.ts';

/** Edits that move a call which makes something, or asks for something, out of its frame loop. */
export function hoist(call: CallNode, context: RuleContext): TextEdit[] | Refusal {
  const site = loopSite(call, context);
  if (typeof site === 'string') return site;
  const moved = movedWith(call, site);
  if (typeof moved === 'string') return moved;
  const ending =
    call.creates && call.row.creates !== undefined ? endingOf(call, moved.name, site) : undefined;
  if (typeof ending === 'string') return ending;
  if (ending === undefined && call.row.creates !== undefined) return 'freedElsewhere';
  const before = linesOf(call, moved, site);
  if (typeof before === 'string') return before;
  return editsOf({ moved, before, ending }, site);
}

interface Plan {
  moved: Made;
  before: Before;
  ending: Ending | undefined;
}

function editsOf({ moved, before, ending }: Plan, site: LoopSite): TextEdit[] {
  const { text, node } = site;
  const owner = ending?.leavesEarly
    ? ownerOf({ name: moved.name, type: pointee(moved.name, site) }, ending.by, text)
    : undefined;
  const freed = ending?.behind(owner ? `${owner.name}.release()` : moved.name) ?? [];
  return [
    linesBefore(text, node.statement, [...before.lines, ...(owner?.lines ?? [])]),
    ...before.statements.map((statement) => remove(text, wholeOf(statement, site))),
    ...(ending?.removals ?? []),
    ...(freed.length > 0 ? [linesAfter(text, node.statement, freed)] : []),
    ...(owner?.includes ?? []),
  ];
}

function movedWith(call: CallNode, site: LoopSite): Made | Refusal {
  const made = madeBy(call, site.inside, site.body);
  if (typeof made === 'string') return made;
  const { name, own, check, declaration } = made;
  if (leavesPass(own) || (check && leavesPass(check))) return 'waitsElsewhere';
  const isLocal = name === '' || declares(own, name) || declaration !== undefined;
  return isLocal || isFree(name, site) ? made : 'usedAfterLoop';
}

/** Leaves the pass or the loop, which it cannot do outside of it. */
const leavesPass = (statement: Statement): boolean =>
  statementsIn([statement]).some(({ kind }) => kind === 'break' || kind === 'continue');

/** A local variable from before the loop that nothing asks behind it. */
function isFree(name: string, site: LoopSite): boolean {
  const isLocal = site.outside.some((one) => one.name === name && one.start < site.start && one.start > 0);
  return isLocal && !isNamed(name, site.behind);
}

interface Before {
  lines: string[];
  statements: Statement[];
}

/** What stands before the loop then, and the statements that it is made of; a refusal where it is not the same in every pass. */
function linesOf(call: CallNode, moved: Made, site: LoopSite): Before | Refusal {
  const { own, check, declaration, name } = moved;
  const group = [declaration, own, check].filter((one) => one !== undefined);
  const { needs } = invariance(site, group);
  const needed: Statement[] = [];
  for (const expression of argumentsOf(call, own)) {
    const names = isOut(expression) ? [] : needs(expression);
    if (!names) return 'changesInLoop';
    needed.push(...names.filter((one) => !needed.includes(one)));
  }
  const statements = [...needed, ...group].sort((a, b) => a.start - b.start);
  const clash = declaredIn(statements).find((one) => site.outside.some((other) => other.name === one.name));
  if (clash && (clash.name === name || clash.name !== call.resultName || !isSameBefore(clash, site)))
    return 'layoutUnclear';
  const lines = statements.flatMap((statement) =>
    textOf(statement, site, statement === own ? clash?.name : undefined),
  );
  return { lines, statements };
}

/** `&p` */
function isOut(expression: Expression): boolean {
  const bare = withoutCasts(expression);
  return bare.kind === 'unary' && bare.operator === '&';
}

/** The result's variable is there before the loop already, with the same type. */
const isSameBefore = (
  { name, type }: { name: string; type: { name: string } },
  { outside, start }: LoopSite,
): boolean =>
  outside.filter((one) => one.name === name).every((one) => one.type.name === type.name && one.start < start);

/** A statement's lines, less its indentation; without the type of a variable that is there already. */
function textOf(statement: Statement, site: LoopSite, known?: string): string[] {
  const { text } = site;
  const range = wholeOf(statement, site);
  const whole = text.slice(range);
  const ended = statement.kind === 'if' || /;\s*(?:\/\/.*)?$/.test(whole) ? whole : `${whole};`;
  const bare =
    known === undefined ? ended : ended.replace(new RegExp(`^.*?\\b(?=${literalText(known)}\\s*=)`), '');
  const indent = text.indentOf(range.line);
  return bare.split('\n').map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
}

/** How a function makes a thing where its owner has none yet. */
import type { SourceRange } from '../../../../pipeline/source.ts';
import { literalText } from '../../../literal.ts';
import type { TextEdit } from '../../../finding.ts';
import type { Statement, Variable } from '../../../syntax/ast.ts';
import type { CallNode } from '../../../trace/nodes.ts';
import type { SourceText } from '../text/source-text.ts';
import { isNamed, withTail } from '../loop-site.ts';
import type { Made } from '../hoist/made.ts';
import { declaredIn, statementsIn, type Body } from '../syntax.ts';
import { onOneLine } from '../text/edits.ts';

export interface Kept {
  call: CallNode;
  body: Body;
  made: Made;
  /** The function that ends it. */
  by: string;
  /** Declared in the function itself; else a member or a variable of the file. */
  isLocal: boolean;
  text: SourceText;
  /** The name of the owner. */
  owner: string;
  /** The number of bytes that the owner holds, and the one that is needed, where it may rise. */
  bytes?: { name: string; needed: { text: string } };
}

/** The variable is given what the owner has, and the call with its check stands under the question for it. */
export function makingEdits(kept: Kept): TextEdit[] {
  const { body, made, text } = kept;
  const { own, check, declaration } = made;
  const first = withTail(text, body.rangeOf(own));
  const last = check ? body.rangeOf(check) : first;
  const range = { ...first, endLine: last.endLine, endColumn: last.endColumn };
  const given = declaration && givenInDeclaration(declaration, kept);
  const lines = [...(given ? [] : [givenHere(kept)]), ...resultBefore(kept), ...question(kept, range)];
  return [...(given ? [given] : []), { range, newText: laidOut(lines, range, text) }];
}

/** `void *p = nullptr;` becomes `void *p = owner.get();`; undefined where it is given a value of its own. */
function givenInDeclaration(declaration: Statement, { made, owner, text, body }: Kept): TextEdit | undefined {
  const range = withTail(text, body.rangeOf(declaration));
  const type = typeBefore(made.name, text.slice(range));
  const variable = declaration.kind === 'declare' ? declaration.variables[0] : undefined;
  const isBare = !variable?.initial || variable.initial.kind === 'null' || variable.initial.kind === 'name';
  if (type === undefined || !variable || !isBare || variable.args) return undefined;
  return { range, newText: `${type}${made.name} = ${held(type, owner)};` };
}

/** `T *p = …` before the question, or `p = …` where it is declared before. */
function givenHere({ made: { own, name }, body, owner, text, call }: Kept): string {
  const type = declaresIt(own, name) ? typeBefore(name, text.slice(body.rangeOf(own))) : undefined;
  if (type !== undefined && /^\s*auto\b/.test(type))
    return `auto ${name} = static_cast<decltype(${text.slice(call.callRange)})>(${owner}.get());`;
  const variable = declaredIn(body.statements).find((one) => one.name === name);
  const known = type ?? (variable ? typeText(variable) : `decltype(${name})`);
  return `${type ?? ''}${name} = ${held(known, owner)};`;
}

const typeText = ({ type }: Variable): string => `${type.name} ${'*'.repeat(type.pointers)}`;

/** What an owner of anything holds, as the type. */
function held(type: string, owner: string): string {
  const bare = type.trim();
  const isVoid = /^(?:void\s*\*|aclrt(?:Stream|Event))$/.test(bare);
  return isVoid ? `${owner}.get()` : `static_cast<${bare}>(${owner}.get())`;
}

const declaresIt = (statement: Statement, name: string): boolean =>
  statement.kind === 'declare' && statement.variables.some((one) => one.name === name);

/** All of a declaration that stands before the name. */
const typeBefore = (name: string, declaration: string): string | undefined =>
  new RegExp(`^([\\s\\S]*?)\\b${literalText(name)}\\b`).exec(declaration)?.[1];

/** The result's variable, where more than the check asks for it. */
function resultBefore({ call: { resultName }, made: { own, check, name }, body, text }: Kept): string[] {
  if (resultName === undefined || resultName === name || !declaresIt(own, resultName)) return [];
  const others = statementsIn(body.statements).filter(
    (one) => one.start > own.end && (!check || one.start >= check.end || one.start < check.start),
  );
  if (!isNamed(resultName, others)) return [];
  const type = typeBefore(resultName, text.slice(body.rangeOf(own)))?.trim();
  return [`${type === undefined || /\bauto\b/.test(type) ? 'aclError' : type} ${resultName} = ACL_SUCCESS;`];
}

function question(kept: Kept, range: SourceRange): string[] {
  const { made, owner, by, bytes, text } = kept;
  const { name } = made;
  const needed = bytes?.needed.text ?? '';
  const more = bytes ? ` || ${bytes.name} < ${needed}` : '';
  const inside = [
    ...(bytes ? [`${owner}.reset();`] : []),
    ...callLines(kept, range),
    `${owner}.reset(${name}, ${by});`,
    ...(bytes ? [`${bytes.name} = ${needed};`] : []),
  ];
  return [`if (${name} == nullptr${more}) {`, ...inside.map((line) => `${text.indentUnit}${line}`), '}'];
}

/** The call's own statement with its check, without the types of variables that stand before it then. */
function callLines(kept: Kept, range: SourceRange): string[] {
  const { made, text, call } = kept;
  const whole = text.slice(range);
  const isBefore = declaresIt(made.own, made.name) || resultBefore(kept).length > 0;
  const variable = declaresIt(made.own, made.name) ? made.name : call.resultName;
  const type = isBefore && variable !== undefined ? typeBefore(variable, whole) : undefined;
  return dedented(type === undefined ? whole : whole.slice(type.length), text.indentOf(range.line));
}

const dedented = (whole: string, indent: string): string[] =>
  whole.split('\n').map((line, at) => (at > 0 && line.startsWith(indent) ? line.slice(indent.length) : line));

/** On lines of their own where the range starts one, else on one line. */
function laidOut(lines: readonly string[], range: SourceRange, text: SourceText): string {
  const before = text.line(range.line).slice(0, range.column - 1);
  if (before.trim() !== '') return onOneLine(text, lines).trimEnd();
  return lines.join(`${text.newline}${before}`);
}

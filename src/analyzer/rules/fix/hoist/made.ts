/** The statements that make a thing of the runtime: the call with its check, and the variable that holds what is made. */
import type { Statement } from '../../../syntax/ast.ts';
import { asStatement } from '../../../syntax/visit.ts';
import type { CallNode } from '../../../trace/nodes.ts';
import { declares } from './invariant.ts';
import { isNamed } from '../loop-site.ts';
import type { Refusal } from '../refusals.ts';
import { statementsIn, type Body } from '../syntax.ts';

export interface Made {
  /** The variable that holds what is made; empty where nothing is. */
  name: string;
  own: Statement;
  check?: Statement;
  /** The variable's declaration, where it is another statement. */
  declaration?: Statement;
}

/** Looked for in one list of statements. */
export function madeBy(call: CallNode, among: readonly Statement[], body: Body): Made | Refusal {
  const at = among.findIndex((statement) => body.holds(statement, call.callRange));
  const own = among[at];
  if (!own || !isOwn(own, call, body)) return own ? 'conditional' : 'layoutUnclear';
  const name = madeName(call);
  if (name === undefined) return 'bufferShared';
  const check = own.kind === 'if' ? undefined : checkBehind(among[at + 1], name, call);
  const declaration = among.find((one) => one !== own && declares(one, name));
  return { name, own, ...(check ? { check } : {}), ...(declaration ? { declaration } : {}) };
}

/** A statement that is there for the call: no loop and no block that does other things. */
export function isOwn(statement: Statement, call: CallNode, body: Body): boolean {
  if (statement.kind === 'if')
    return (
      !statement.before && statement.otherwise.length === 0 && body.holds(statement.condition, call.callRange)
    );
  return (
    statement.kind === 'expression' || (statement.kind === 'declare' && statement.variables.length === 1)
  );
}

/** `p` of `aclrtMalloc(&p, …)` and of `p = acldvppCreatePicDesc()`; empty where a call only sets what is there. */
function madeName(call: CallNode): string | undefined {
  if (call.row.out === undefined && call.row.status) return call.creates ? undefined : '';
  const out = call.row.out === undefined ? call.resultName : call.args[call.row.out]?.text;
  const bare = out
    ?.replace(/^\([^()]*\)\s*/, '')
    .replace(/^(?:reinterpret|static)_cast<[^<>]*>\((.*)\)$/, '$1')
    .trim();
  const name =
    call.row.out === undefined ? /^\w+$/.exec(bare ?? '')?.[0] : /^&\s*(\w+)$/.exec(bare ?? '')?.[1];
  return name;
}

const checkBehind = (next: Statement | undefined, name: string, call: CallNode): Statement | undefined =>
  next && checks(next, name, call) ? next : undefined;

/** Asks right behind the call whether it worked: for its status, or for the thing itself. */
function checks(statement: Statement, name: string, { resultName }: CallNode): boolean {
  if (statement.kind !== 'if' || statement.otherwise.length > 0 || statement.before) return false;
  const asked = [asStatement(statement.condition)];
  if (resultName !== undefined && isNamed(resultName, asked)) return true;
  return name !== '' && isNamed(name, asked) && statementsIn(statement.then).some(isWayOut);
}

const isWayOut = ({ kind }: Statement): boolean => ['return', 'throw', 'break', 'continue'].includes(kind);

/** Streams as the source names them: which one a call uses, and which may be named at a place. */
import type { CallNode, LoopNode, TraceNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import type { RuleContext } from './context.ts';
import { argument, objectOf } from './copies.ts';
import { literalText } from '../../literal.ts';

/** The stream that a call is given; undefined for the default stream, and where it cannot be told. */
export function streamOf(call: CallNode): TraceObject | undefined {
  return objectOf(argument(call, call.row.stream)?.value);
}

/** The expression for a stream at the call, without `&`. */
export function streamText(call: CallNode): string | undefined {
  const text =
    call.row.creates === 'stream'
      ? argument(call, call.row.out)?.text
      : argument(call, call.row.stream)?.text;
  const bare = text?.replace(/^&\s*/, '').trim();
  return bare === undefined || bare === '' || /^(nullptr|NULL|0)$/.test(bare) ? undefined : bare;
}

/** `A::B` of `A::B::f`; empty for a free function. */
export function classOf(functionName: string): string {
  return functionName.split('::').slice(0, -1).join('::');
}

/**
 * An expression that names a stream both at `node` and at `loop`: one that the same function uses already, a member of
 * the class, or a variable of the file. Undefined where there is none that is sure.
 */
export function streamInScope(node: TraceNode, loop: LoopNode, context: RuleContext): string | undefined {
  const users = context.calls.filter((call) => streamText(call) !== undefined);
  const local = users.find((call) => sameFunction(call, node) && node.function === loop.function);
  if (local && !declaredIn(loop, streamText(local) ?? '', context)) return streamText(local);
  const shared = users.find((call) => isShared(call, node, context) && isShared(call, loop, context));
  return shared && streamText(shared);
}

function sameFunction(call: CallNode, node: TraceNode): boolean {
  return call.function === node.function && call.range.file === node.range.file;
}

/** Does the loop's own text declare the stream, so that it is gone behind it? */
function declaredIn(loop: LoopNode, name: string, context: RuleContext): boolean {
  const text = context.text(loop.statement.file).slice(loop.statement);
  const base = /^\w+/.exec(name)?.[0];
  return base !== undefined && new RegExp(`\\baclrtStream\\s+${literalText(base)}\\b`).test(text);
}

/** Is the stream that `call` names a member of the class, or a variable of the file, that `node` can name as well? */
function isShared(call: CallNode, node: TraceNode, context: RuleContext): boolean {
  const name = streamText(call);
  if (name === undefined || !/^\w+$/.test(name)) return false;
  const fileScope = new RegExp(`^(?:static\\s+)?aclrtStream\\s+${literalText(name)}\\b`, 'm');
  if (call.range.file === node.range.file && fileScope.test(context.text(node.range.file).text)) return true;
  const owner = classOf(call.function);
  return owner !== '' && owner === classOf(node.function) && /_$|^m_/.test(name);
}

/** A name for a new stream that the text around does not use yet. */
export function newStreamName(node: TraceNode, context: RuleContext): string {
  const { text } = context.text(node.range.file);
  const free = ['stream', 'inferStream', 'modelStream'].find(
    (name) => !new RegExp(`\\b${literalText(name)}\\b`).test(text),
  );
  return free ?? 'aclPerfStream';
}

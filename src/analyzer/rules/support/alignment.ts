/** Can an address be shown not to be a multiple of 64? Only what the source fixes counts; a symbolic offset proves nothing. */
import { evaluate, namesIn } from '../../../pipeline/evaluate.ts';
import type { Quantity } from '../../../pipeline/quantity.ts';
import type { CallNode, TraceArgument } from '../../trace/nodes.ts';
import type { RuleContext } from './context.ts';
import { loopVariable } from './loops.ts';

/** Bytes that both addresses of a copy on the device must be a multiple of. */
export const ALIGNMENT = 64;

/** Bytes of the first address that is no multiple of 64 that the argument takes; undefined where none can be shown. */
export function unalignedOffset(
  argument: TraceArgument,
  call: CallNode,
  context: RuleContext,
): number | undefined {
  const { value } = argument;
  if (value.kind !== 'object' || value.offsetUnknown === true || value.offset === undefined) return undefined;
  return firstUnaligned(readable(value.offset), call, context);
}

/** The trace marks a loop's running index with `@`, which is no part of a name. */
const INDEX = 'index.';

function readable(offset: Quantity): Quantity {
  return typeof offset === 'number' ? offset : offset.replaceAll('@', INDEX);
}

function firstUnaligned(offset: Quantity, call: CallNode, context: RuleContext): number | undefined {
  const settings: Record<string, number> = {};
  let counter: string | undefined;
  for (const name of names(offset)) {
    const constant = context.trace.parameters.find((p) => p.name === name && p.kind === 'constant');
    if (constant) settings[name] = constant.value;
    else if (counter === undefined && isCounter(name.replace(INDEX, ''), call, context)) counter = name;
    else return undefined;
  }
  // A loop that counts up by one passes both 0 and 1; the first of them shows a fixed part, the second the stride.
  for (const pass of counter === undefined ? [0] : [0, 1]) {
    const bytes = evaluate(offset, counter === undefined ? settings : { ...settings, [counter]: pass });
    if (Number.isInteger(bytes) && bytes % ALIGNMENT !== 0) return bytes;
  }
  return undefined;
}

function names(offset: Quantity): string[] {
  try {
    return namesIn(offset);
  } catch {
    return ['?'];
  }
}

function isCounter(name: string, call: CallNode, context: RuleContext): boolean {
  return call.loops.some((loop) => {
    if (loopVariable(loop, context) !== name) return false;
    const header = context.text(loop.statement.file).slice(loop.statement);
    return new RegExp(`\\b${name}\\s*=\\s*0\\b[^;]*;[^;]*;\\s*(?:\\+\\+\\s*${name}|${name}\\s*\\+\\+)`).test(
      header,
    );
  });
}

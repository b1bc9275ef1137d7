/** A picture is copied row by row. */
import type { CallNode, LoopNode, TraceArgument } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import type { Offer } from '../fix/refusals.ts';
import type { RuleContext } from '../context.ts';
import { argument } from '../query/copies.ts';
import { mergeCopies } from '../counterfactual/copies.ts';
import { fix } from '../fix/text/edits.ts';
import { callsIn, counterOf } from '../query/loops.ts';
import { oncePer } from '../../../base/once.ts';
import { literalText } from '../../literal.ts';
import { loopsIn } from '../../../pipeline/quantity.ts';

export const rowCopyLoop = defineRule({
  id: 'row-copy-loop',
  meta: { severity: 'warning', category: 'memory', priced: true, fixable: true },
  title: { en: 'A picture is copied row by row', zh: '逐行拷贝图片' },
  messages: {
    rows: {
      en: 'Each row costs a request of its own. {replacement} copies all rows with their pitch in one.',
      zh: '每一行都是一次单独的请求。{replacement} 可一次拷贝所有行及其跨距。',
    },
    merge: { en: 'Copy all rows with one {replacement}', zh: '用一次 {replacement} 拷贝所有行' },
  },
  check(context, report) {
    for (const call of context.named('aclrtMemcpy', 'aclrtMemcpyAsync')) {
      const rows = rowsOf(call, context);
      if (!rows) continue;
      const replacement = call.row.mode === 'async' ? 'aclrtMemcpy2dAsync' : 'aclrtMemcpy2d';
      report({
        messageId: 'rows',
        at: call.range,
        node: call,
        data: { replacement },
        related: [{ range: rows.loop.range, messageId: 'usedHere', data: { name: rows.variable } }],
        offer: () => offerFor(call, rows, replacement, context),
        counterfactual: mergeCopies(call.range),
      });
    }
  },
});

interface Rows {
  loop: LoopNode;
  variable: string;
}

/** The loop over rows: what its variable moves of a copy moves by a pitch, and no more than a row is copied. */
function rowsOf(call: CallNode, context: RuleContext): Rows | undefined {
  const loop = call.loops.at(-1);
  if (!loop || loop.function !== call.function || !copiesOnly(loop)) return undefined;
  const variable = counterOf(loop, context)?.name;
  if (variable === undefined) return undefined;
  const sides = [argument(call, call.row.destination), argument(call, call.row.source)];
  const moving = sides.flatMap((side) => (side && dependsOn(side, variable) ? [side] : []));
  const bytes = argument(call, call.row.bytes)?.text ?? '';
  if (!moving.length || names(bytes, variable)) return undefined;
  // What it picks from an array of pointers or buffers lies anywhere.
  return moving.every((side) => movesByPitch(side, variable)) ? { loop, variable } : undefined;
}

const names = (text: string, variable: string): boolean =>
  new RegExp(`\\b${literalText(variable)}\\b`).test(text);

function dependsOn(side: TraceArgument, variable: string): boolean {
  return names(side.text, variable) || offsetMoves(side, variable);
}

/** By its address, where that is known; else as it is written; rows of a `cv::Mat` lie a step apart. */
function movesByPitch(side: TraceArgument, variable: string): boolean {
  const isMat = side.value.kind === 'object' && side.value.object.memory === 'mat';
  return isMat || offsetMoves(side, variable) || pitchOf(side, variable) !== undefined;
}

const offsetMoves = ({ value }: TraceArgument, variable: string): boolean =>
  value.kind === 'object' && value.offset !== undefined && loopsIn(value.offset).includes(variable);

/** A loop of frames does more than copy. */
const copiesOnly = oncePer((loop: LoopNode): boolean =>
  callsIn(loop).every((call) => ['copy', 'log', 'other', 'get'].includes(call.row.role)),
);

/** What the variable is multiplied with, as in `p + row * pitch`. */
function pitchOf(side: TraceArgument, variable: string): string | undefined {
  const text = side.text.replace(/\s+/g, ' ');
  const after = new RegExp(`\\b${literalText(variable)}\\b ?\\)* ?\\* ?([\\w.>-]+)`).exec(text)?.[1];
  return after ?? new RegExp(`([\\w.>-]+) ?\\* ?\\b${literalText(variable)}\\b`).exec(text)?.[1];
}

/** Where both sides are `base + i * pitch`, the loop counts from 0 to a bound and does nothing else. */
function offerFor(call: CallNode, rows: Rows, replacement: string, context: RuleContext): Offer<'merge'> {
  const text = context.text(rows.loop.statement.file);
  const loop = text.slice(rows.loop.statement);
  const bound = new RegExp(
    `\\b${rows.variable}\\s*=\\s*0\\s*;\\s*${rows.variable}\\s*<\\s*([\\w.>-]+)\\s*;`,
  ).exec(loop)?.[1];
  const to = splitSide(argument(call, call.row.destination), rows.variable);
  const from = splitSide(argument(call, call.row.source), rows.variable);
  const width = argument(call, call.row.bytes)?.text;
  const kind = argument(call, call.row.kind)?.text;
  if (bound === undefined || !to || !from || width === undefined || kind === undefined)
    return 'boundsUnclear';
  if (callsIn(rows.loop).length > 1) return 'otherWork';
  const stream = argument(call, call.row.stream)?.text;
  const list = [to.base, to.pitch, from.base, from.pitch, width, bound, kind, ...(stream ? [stream] : [])];
  const declared = /(?:^|[{;])\s*((?:auto|aclError|int)\s+)?(\w+)\s*=\s*aclrtMemcpy/.exec(loop);
  const target = declared && !declared[1] ? `${declared[2] ?? ''} = ` : '';
  const newText = `${target}${replacement}(${list.join(', ')});`;
  return [fix('merge', [{ range: rows.loop.statement, newText }], true, { replacement })];
}

function splitSide(
  side: TraceArgument | undefined,
  variable: string,
): { base: string; pitch: string } | undefined {
  const match = new RegExp(
    `^(.+?)\\s*\\+\\s*(?:${literalText(variable)}\\s*\\*\\s*([\\w.>-]+)|([\\w.>-]+)\\s*\\*\\s*${literalText(variable)})$`,
  ).exec(side?.text.trim() ?? '');
  const pitch = match?.[2] ?? match?.[3];
  return match?.[1] !== undefined && pitch !== undefined ? { base: match[1], pitch } : undefined;
}

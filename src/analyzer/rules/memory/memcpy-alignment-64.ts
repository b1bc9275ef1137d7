/** Copies whose address is shown to be no multiple of 64 bytes. */
import type { CallNode, TraceArgument } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import type { Offer } from '../fix/refusals.ts';
import { ALIGNMENT, unalignedOffset } from '../query/alignment.ts';
import type { RuleContext } from '../context.ts';
import { argument, directionOf } from '../query/copies.ts';
import { fix, replaceArgument } from '../fix/text/edits.ts';
import { versionIn } from '../query/version.ts';

/** Until this version the documentation asks for aligned addresses of every asynchronous copy; from it on of none. */
const ASKED_BELOW = '8.5';

export const memcpyAlignment64 = defineRule({
  id: 'memcpy-alignment-64',
  meta: { severity: 'error', category: 'memory', cannVersions: { below: ASKED_BELOW }, fixable: true },
  title: {
    en: 'A copy starts at an address that is no multiple of 64 bytes',
    zh: '拷贝地址未按 64 字节对齐',
  },
  messages: {
    onDevice: {
      en: 'This copy within the device starts at byte {offset} of {side}; the addresses of such a copy must be multiples of 64.',
      zh: '此设备内拷贝从 {side} 的第 {offset} 字节开始；此类拷贝的地址必须是 64 的倍数。',
    },
    acrossBus: {
      en: 'This asynchronous copy starts at byte {offset} of {side}; up to CANN 8.3 its addresses must be multiples of 64.',
      zh: '此异步拷贝从 {side} 的第 {offset} 字节开始；CANN 8.3 及更早版本要求地址为 64 的倍数。',
    },
    roundUp: { en: 'Round {stride} up to a multiple of 64', zh: '将 {stride} 向上取整为 64 的倍数' },
  },
  check(context, report) {
    const copies = context.withRole('copy').filter((call) => !call.name.includes('2d'));
    for (const call of copies) {
      const onDevice = directionOf(call) === 'd2d';
      if (!onDevice && call.row.mode !== 'async') continue;
      const side = unalignedSide(call, context);
      if (!side) continue;
      report({
        messageId: onDevice ? 'onDevice' : 'acrossBus',
        at: call.range,
        node: call,
        data: { offset: side.offset, side: side.argument.text },
        offer: () => offerFor(side.argument, context),
        severity: onDevice || oldVersion(context) ? 'error' : 'warning',
      });
    }
  },
});

function oldVersion(context: RuleContext): boolean {
  const version = context.settings.cannVersion;
  return version !== undefined && versionIn(version, { below: ASKED_BELOW });
}

function unalignedSide(
  call: CallNode,
  context: RuleContext,
): { argument: TraceArgument; offset: number } | undefined {
  for (const index of [call.row.destination, call.row.source]) {
    const side = argument(call, index);
    const offset = side && unalignedOffset(side, call, context);
    if (side && offset !== undefined) return { argument: side, offset };
  }
  return undefined;
}

/** `+ i * STRIDE` in the argument itself becomes a rounded stride. The buffer must be made as large by hand. */
function offerFor(side: TraceArgument, context: RuleContext): Offer<'roundUp'> {
  const match = /\+\s*(?:\w+\s*\*\s*)?(\w+)\s*$/.exec(side.text);
  const stride = match?.[1];
  if (stride === undefined || !isUnaligned(stride, context)) return 'sizeElsewhere';
  const rounded = `((${stride} + ${String(ALIGNMENT - 1)}) / ${String(ALIGNMENT)} * ${String(ALIGNMENT)})`;
  const text = side.text.replace(/(?<!\w)\w+\s*$/, rounded);
  return [fix('roundUp', [replaceArgument(side, text)], false, { stride })];
}

function isUnaligned(stride: string, context: RuleContext): boolean {
  const value = context.number(/^\d+$/.test(stride) ? Number(stride) : stride);
  return value !== undefined && value % ALIGNMENT !== 0;
}

/** Findings of one cause: the same is said of several places within one frame loop, or of one file where none is known. */
import type { Finding, Severity } from '../analyzer/finding.ts';
import type { PricedFinding } from './price.ts';
import { hash64 } from '../base/hash.ts';

const RANK: Record<Severity, number> = { error: 3, warning: 2, info: 1, hint: 0 };

/** The same for all findings of one cause, and from run to run while the program stays as it is. */
export function groupId({ rule, messageId, data, related, range, modes }: Finding): string {
  const loop = related.find((one) => one.messageId === 'frameLoop')?.range;
  const place = loop ? [loop.file, loop.line, loop.column] : [range.file];
  return `${rule}/${hash64(JSON.stringify([messageId, data, place, modes]))}`;
}

/** Findings of one cause together, that which gains most first; and the groups in that order. */
export function groupsOf(priced: readonly PricedFinding[]): PricedFinding[][] {
  const groups = new Map<string, PricedFinding[]>();
  for (const one of [...priced].sort(byWorth)) {
    const id = `${groupId(one.finding)} ${one.program ?? ''} ${one.severity}`;
    groups.set(id, [...(groups.get(id) ?? []), one]);
  }
  return [...groups.values()];
}

/** Errors first, for no rate makes up for them; then the largest gain; then by severity and place. */
export function byWorth(a: PricedFinding, b: PricedFinding): number {
  const [one, other] = [worth(a), worth(b)];
  if (one !== other) return other - one;
  return RANK[b.severity] - RANK[a.severity] || byPlace(a.finding, b.finding);
}

function worth({ severity, gain }: PricedFinding): number {
  if (severity === 'error') return Infinity;
  return gain === null ? 0 : Math.max(0, gain.qpsAfter - gain.qpsBefore);
}

export function byPlace({ range: a }: Finding, { range: b }: Finding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

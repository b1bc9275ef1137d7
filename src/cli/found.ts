/** Findings of the files that were asked about, and their prices, within what a run may take. */
import type { Finding, Severity } from '../analyzer/finding.ts';
import { byPlace } from '../service/groups.ts';
import type { PricedFinding } from '../service/price.ts';
import { unpriced } from '../service/price.ts';
import type { Stalls } from '../service/stalls.ts';
import type { Console } from './console.ts';
import { message } from './messages.ts';
import type { Opened } from './open.ts';

const RANK: Record<Severity, number> = { error: 3, warning: 2, info: 1, hint: 0 };

export const atLeast =
  (level: Severity) =>
  ({ severity }: PricedFinding): boolean =>
    RANK[severity] >= RANK[level];

type Found = Pick<Opened, 'session' | 'given' | 'named'>;

/**
 * Simulated events that pricing may take in one run: a few seconds. A tree of hundreds of programs is checked whole, but
 * priced only in part; `predict` prices more of each.
 */
const PRICING_EVENTS = 6_000_000;
/** And in one program, with what finding its stalls takes: a second or less. */
const PROGRAM_EVENTS = 1_000_000;

export async function price(
  findings: Finding[],
  { withGain, spent }: { withGain: boolean; spent: Stalls['events'] },
  { session }: Found,
  out: Console,
): Promise<PricedFinding[]> {
  const priced = withGain
    ? await session.price(findings, {
        maxEvents: PRICING_EVENTS,
        maxProgramEvents: PROGRAM_EVENTS,
        spent,
      })
    : findings.map(unpriced);
  const left = withGain
    ? priced.filter(({ finding, gain }) => gain === null && finding.counterfactual).length
    : 0;
  if (left > 0) out.note(message('not-priced', { count: left }));
  return [...priced].sort((a, b) => byPlace(a.finding, b.finding));
}

export const NO_STALLS: Stalls = { findings: [], left: 0, events: new Map() };

export async function foundStalls({ session }: Found, out: Console): Promise<Stalls> {
  const stalls = await session.stalls({ maxEvents: PRICING_EVENTS });
  if (stalls.left > 0) out.note(message('not-simulated', { count: stalls.left }));
  return stalls;
}

/** Those of the files that were asked about; of files that no target builds only where they were named themselves. */
export function givenFindings(
  { session, given, named }: Found,
  stalls: readonly Finding[],
  options: { allFiles?: boolean },
  out: Console,
): Finding[] {
  const all = [...session.findings(), ...stalls].filter(({ range }) => given.has(range.file));
  if (options.allFiles) return all;
  const unbuilt = session.unbuilt();
  const kept = all.filter(({ range }) => named.has(range.file) || !unbuilt.has(range.file));
  if (kept.length < all.length) out.note(message('unbuilt', { count: all.length - kept.length }));
  return kept;
}

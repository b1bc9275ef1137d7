/** What a recorded run suffers from, by what it was measured to do. */
import type { SourceRange } from '../../pipeline/source.ts';
import type { Statement } from '../../pipeline/words.ts';
import type { JoinedLine } from '../join/join.ts';
import type { RunRecord } from '../join/run-events.ts';
import type { Summary } from '../summary.ts';
import type { DiagnosisTextId } from './texts.ts';

export interface Symptom {
  what: Statement<DiagnosisTextId>;
  /** Of the run's time, how much it concerns at most, 0…1; the larger comes first. */
  share: number;
  /** The line that it comes from, where that is known. */
  source: SourceRange | null;
}

/** What there is to tell from; each may be empty. */
export interface Evidence {
  summaries: readonly Summary[];
  record: RunRecord;
  /** Lines of the program with their recorded times. */
  lines: readonly JoinedLine[];
  /** Frames/s by that record; null where it tells none. */
  recordedRate: number | null;
}

export const symptom = (
  id: DiagnosisTextId,
  data: Symptom['what']['data'],
  share: number,
  source: SourceRange | null = null,
): Symptom => ({ what: { id, data }, share, source });

export const percent = (share: number): number => Math.round(100 * share);

/** How many times the rate would be at most without so much of the time, 0…1; three digits. */
export const timesFaster = (share: number): number => rounded(1 / Math.max(1e-3, 1 - share));

/** Three digits: a diagnosis needs no more. */
export const rounded = (value: number): number => Number(value.toPrecision(3));

/** The line of a call of these functions that takes the most time in all. */
export function lineOf(lines: readonly JoinedLine[], isMeant: (call: string) => boolean): SourceRange | null {
  const found = lines.filter(({ call, measured }) => isMeant(call) && measured !== null);
  const total = ({ measured }: JoinedLine): number => (measured ? measured.calls * measured.hostMs : 0);
  return found.toSorted((a, b) => total(b) - total(a))[0]?.source ?? null;
}

/** Sum and number of what matches. */
export interface Sum {
  count: number;
  ms: number;
}

export function sumOf(
  summaries: readonly Summary[],
  kind: Summary['kind'],
  isMeant: (subject: string) => boolean,
): Sum {
  const found = summaries.filter((one) => one.kind === kind && isMeant(one.subject));
  return found.reduce((sum, { runs, mean }) => ({ count: sum.count + runs, ms: sum.ms + runs * mean }), {
    count: 0,
    ms: 0,
  });
}

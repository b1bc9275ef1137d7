/** The join of a record with the source as it is told: with words, and each line's place. */
import { joinText } from '../measure/join/texts.ts';
import type { Joined, JoinedLine } from '../measure/join/join.ts';
import type { CallTimes } from '../measure/join/compare-lines.ts';
import type { SourceRange } from '../pipeline/source.ts';
import type { Locale } from './locale.ts';

export interface ToldLine {
  source: SourceRange | null;
  call: string;
  thread: string;
  measured: CallTimes | null;
  reference: CallTimes | null;
  share: number | null;
  cause?: { code: string; message: string };
}

export interface ToldJoin extends Omit<Joined, 'lines' | 'notes'> {
  lines: ToldLine[];
  notes: string[];
}

export function toldJoin({ lines, notes, ...rest }: Joined, locale: Locale): ToldJoin {
  return {
    ...rest,
    lines: lines.map((line) => toldLine(line, locale)),
    notes: notes.map((note) => joinText(note, locale)),
  };
}

function toldLine({ cause, ...line }: JoinedLine, locale: Locale): ToldLine {
  return { ...line, ...(cause && { cause: { code: cause.id, message: joinText(cause, locale) } }) };
}

/** What one call takes the thread that makes it, ms: within it and before it. */
export const callMs = ({ hostMs, beforeMs }: CallTimes): number => hostMs + beforeMs;

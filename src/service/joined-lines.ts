/** The join of a record with the source as it is told: with words, and each line's place. */
import { joinText } from '../measure/join/texts.ts';
import type { Joined, JoinedLine } from '../measure/join/join.ts';
import type { CallTimes } from '../measure/join/compare-lines.ts';
import type { Locale } from './locale.ts';

export interface ToldLine extends Omit<JoinedLine, 'cause'> {
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

/** What a line is known by, ms: the device's time of what it submits, else the host's in the call; null where there is no call. */
export function ownTime({ measured, reference }: Pick<ToldLine, 'measured' | 'reference'>): {
  measured: number | null;
  reference: number | null;
} {
  const both = [measured, reference].flatMap((times) => times ?? []);
  const isSubmitted = both.every(({ deviceMs, hostMs }) => deviceMs !== null && deviceMs > hostMs);
  const timeOf = (times: CallTimes | null): number | null =>
    times && (isSubmitted ? times.deviceMs : times.hostMs);
  return { measured: timeOf(measured), reference: timeOf(reference) };
}

/** What a user says of a line in a comment: `// acl-perf: batch=16`. It speaks of its own line, or of the next one. */
import type { SourceRange } from '../../pipeline/source.ts';
import type { FileFacts } from '../syntax/facts.ts';
import { ownValue } from '../../base/own-value.ts';

export type Settings = ReadonlyMap<string, string>;

export class Annotations {
  private readonly byFile = new Map<string, Map<number, Settings>>();

  constructor(private readonly facts: ReadonlyMap<string, FileFacts>) {}

  /** The settings that speak of a range: of its first line. */
  at(range: SourceRange): Settings | undefined {
    return this.linesOf(range.file)?.get(range.line);
  }

  private linesOf(file: string): Map<number, Settings> | undefined {
    const known = this.byFile.get(file);
    if (known) return known;
    const facts = this.facts.get(file);
    if (!facts) return undefined;
    const lines = new Map<number, Settings>();
    for (const { offset, settings } of facts.annotations) {
      const { line, column } = facts.lines.position(offset);
      const isAlone = facts.text.slice(offset - column + 1, offset).trim() === '';
      lines.set(isAlone ? line + 1 : line, settings);
    }
    this.byFile.set(file, lines);
    return lines;
  }
}

/** `3.2ms`, `500us`, `2s`, or ms without a unit. Undefined where it is none. */
export function readMilliseconds(text: string | undefined): number | undefined {
  const [, value, unit = 'ms'] = /^(\d+(?:\.\d+)?)(us|ms|s)?$/.exec(text ?? '') ?? [];
  if (value === undefined) return undefined;
  const factor: Record<string, number> = { us: 0.001, ms: 1, s: 1000 };
  return Number(value) * (ownValue(factor, unit) ?? 1);
}

/** A number of a comment. */
export function readNumber(text: string | undefined): number | undefined {
  const value = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}

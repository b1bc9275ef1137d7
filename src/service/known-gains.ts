/**
 * Gains that are known, by what a program does and what a finding is about: an edit that leaves the Pipeline as it is, as
 * most do, costs no simulation and no look at the fixes.
 */
import type { ProgramAnalysis } from '../analyzer/analysis.ts';
import type { Finding, Gain } from '../analyzer/finding.ts';
import type { SourceRange } from '../pipeline/source.ts';
import { contentKey } from './content-key.ts';
import { LruMap } from './lru.ts';
import { sourcesOf } from './moved.ts';

const MOST_PROGRAMS = 50;

const placeOf = ({ file, line, column }: SourceRange): string => `${file}\n${line}:${column}`;

/** The gains of one program as it is now. */
export class ProgramGains {
  private readonly steps: Map<string, number>;

  constructor(
    program: ProgramAnalysis,
    private readonly gains: Map<string, Gain | null>,
  ) {
    this.steps = new Map(sourcesOf(program.pipeline).map((source, i) => [placeOf(source), i]));
  }

  /** Null: it has none. Undefined: not known. */
  get(finding: Finding): Gain | null | undefined {
    const key = this.keyOf(finding);
    return key === undefined ? undefined : this.gains.get(key);
  }

  set(finding: Finding, gain: Gain | null): void {
    const key = this.keyOf(finding);
    if (key !== undefined) this.gains.set(key, gain);
  }

  /** By the step that it is about, counted and not by its line. Undefined where it is about none. */
  private keyOf({ rule, messageId, data, range }: Finding): string | undefined {
    const step = this.steps.get(placeOf(range));
    return step === undefined ? undefined : `${rule} ${messageId} ${step} ${JSON.stringify(data)}`;
  }
}

export class KnownGains {
  private readonly programs = new LruMap<string, Map<string, Gain | null>>(MOST_PROGRAMS);

  of(program: ProgramAnalysis, settings: Readonly<Record<string, number>>): ProgramGains {
    const key = contentKey(program.pipeline, settings);
    const gains = this.programs.get(key) ?? new Map<string, Gain | null>();
    this.programs.set(key, gains);
    return new ProgramGains(program, gains);
  }
}

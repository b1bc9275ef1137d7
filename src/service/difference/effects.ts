/** Which changed lines make the difference: the fewest whose undoing brings the rate back. */
import type { ProgramAnalysis } from '../../analyzer/analysis.ts';
import type { Gain } from '../../analyzer/finding.ts';
import { breathe } from '../breathe.ts';
import { isNoticeable } from '../gain-text.ts';
import { gainOf, type Rate } from '../price.ts';
import type { Session } from '../session.ts';
import type { TextChange, Texts } from './changes.ts';
import { undone } from './changes.ts';

/** Changes that act together, and the rate without and with them. */
export interface Effect {
  changes: TextChange[];
  gain: Gain;
}

export interface Effects {
  lines: Effect[];
  /** The rate, frames/s, with all of `lines` undone: that before, where they are the whole reason. */
  qpsWithout?: number;
}

/** Texts that are analysed at most for one comparison, each with some changes undone. */
const MOST_TRIALS = 120;

const isSame = (a: Rate, b: Rate): boolean => !isNoticeable(gainOf(a, b));

/** Looks for the effects on one program after another; the session has the later texts before and after each. */
export class EffectFinder {
  private trials = MOST_TRIALS;

  constructor(
    private readonly session: Session,
    private readonly before: Texts,
    private readonly after: Texts,
  ) {}

  async of(program: ProgramAnalysis, changes: readonly TextChange[]): Promise<Effects> {
    const now = await this.session.estimateFor(program.pipeline)(program.pipeline);
    const then = await this.without(changes, program);
    if (!now || !then || isSame(then, now)) return { lines: [] };
    const fewest = await this.fewest([...changes], program, then);
    const without = await this.without(fewest, program);
    return {
      lines: await this.apart(fewest, program, now, without ?? then),
      ...(without ? { qpsWithout: without.qps } : {}),
    };
  }

  /**
   * Delta debugging: parts are left out, halves first and then ever smaller ones, as long as undoing the others still gives
   * the rate of before. What is left are changes none of which can be spared, or more where too much would have to be tried.
   */
  private async fewest(changes: TextChange[], program: ProgramAnalysis, then: Rate): Promise<TextChange[]> {
    let needed = changes;
    for (let parts = 2; needed.length > 1 && this.trials > 0;) {
      const spared = await this.spared(partsOf(needed, parts), program, then);
      if (spared) parts = Math.max(2, parts - 1);
      else if (parts >= needed.length) break;
      else parts = Math.min(needed.length, 2 * parts);
      needed = spared ?? needed;
    }
    return needed;
  }

  /** What is left without one of the parts, where that is enough. */
  private async spared(
    parts: TextChange[][],
    program: ProgramAnalysis,
    then: Rate,
  ): Promise<TextChange[] | undefined> {
    for (const part of parts) {
      const rest = parts.filter((one) => one !== part).flat();
      const rate = await this.without(rest, program);
      if (rate && isSame(then, rate)) return rest;
    }
    return undefined;
  }

  /** Those that change the rate by themselves one by one, the largest effect first; the others as one. */
  private async apart(
    changes: TextChange[],
    program: ProgramAnalysis,
    now: Rate,
    then: Rate,
  ): Promise<Effect[]> {
    const all = [{ changes, gain: gainOf(then, now) }];
    if (changes.length === 1) return all;
    const alone: Effect[] = [];
    for (const change of changes) alone.push(...(await this.effectOf([change], program, now)));
    const others = changes.filter((change) => !alone.some((effect) => effect.changes.includes(change)));
    const together = await this.effectOf(others, program, now);
    if (others.length > 0 && together.length === 0) return all;
    return [...alone, ...together].sort((a, b) => sizeOf(b) - sizeOf(a));
  }

  private async effectOf(changes: TextChange[], program: ProgramAnalysis, now: Rate): Promise<Effect[]> {
    const rate = await this.without(changes, program);
    return rate && !isSame(rate, now) ? [{ changes, gain: gainOf(rate, now) }] : [];
  }

  /** The program's rate with these changes undone; undefined where it has none then, or enough was tried. */
  private async without(changes: readonly TextChange[], program: ProgramAnalysis): Promise<Rate | undefined> {
    if (changes.length === 0 || this.trials-- <= 0) return undefined;
    await breathe();
    const texts = undone(changes, this.before, this.after);
    try {
      for (const [file, text] of texts) this.put(file, text);
      const variant = this.sameAs(program);
      return variant && (await this.session.estimateFor(variant.pipeline)(variant.pipeline));
    } finally {
      for (const file of texts.keys()) this.put(file, this.after.get(file));
    }
  }

  private sameAs({ kind, name }: ProgramAnalysis): ProgramAnalysis | undefined {
    const alike = this.session.programs().filter((program) => program.kind === kind);
    return alike.find((program) => program.name === name) ?? (alike.length === 1 ? alike[0] : undefined);
  }

  private put(file: string, text: string | undefined): void {
    if (text === undefined) this.session.remove(file);
    else this.session.update({ file, text });
  }
}

const sizeOf = ({ gain }: Effect): number => Math.abs(gain.qpsAfter - gain.qpsBefore);

/** So many parts of about equal size, each of lines that follow each other. */
function partsOf(changes: readonly TextChange[], parts: number): TextChange[][] {
  const at = (part: number): number => Math.round((part * changes.length) / parts);
  return Array.from({ length: parts }, (_, part) => changes.slice(at(part), at(part + 1)));
}

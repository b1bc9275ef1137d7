import { PipelineError } from './errors.ts';
import type { Problem, ProblemId } from './problems.ts';
import { problem } from './problems.ts';
import { evaluate, type Settings } from './evaluate.ts';
import { QuantityError } from './expression/parse.ts';
import { namesIn, type Quantity } from './quantity.ts';
import type { SourceRange } from './source.ts';
import type { Values } from './words.ts';

/**
 * Amounts beyond this are no time, size or count of a real program (1e15 ms are 30,000 years, 1e15 bytes a petabyte), and
 * sums of them would lose what is small beside them.
 */
export const MOST_AMOUNT = 1e15;

/** Amounts below this count as none: in ms a picosecond, which no clock would show. */
export const LEAST_AMOUNT = 1e-9;

/** Guards the floor of a computed count, e.g. 0.1 * 30, against the last bit of its arithmetic. */
const ROUNDING = 1e-9;

/** Reads quantities under fixed settings and refuses what makes no sense, naming it and its line. */
export class NumberReader {
  /** @param assumed names of parameters whose value nobody has told. */
  constructor(
    private readonly settings: Settings,
    private readonly assumed: ReadonlySet<string> = new Set(),
  ) {}

  /** Whether a quantity depends on a value that nobody has told. */
  isAssumed(quantity: Quantity): boolean {
    return namesIn(quantity).some((name) => this.assumed.has(name));
  }

  /** Any number in 0…MOST_AMOUNT: a time in ms, bytes, pixels. Below LEAST_AMOUNT it is 0. */
  amount(quantity: Quantity, what: Problem, source?: SourceRange): number {
    const value = this.evaluate(quantity, what, source);
    const wrong = wrongAmount(value);
    if (wrong !== undefined) throw refusal(wrong, { what, value, most: '1e15' }, quantity, source);
    return value < LEAST_AMOUNT ? 0 : value;
  }

  /** Time of a sleep, ms: `past` where what is left of an interval comes out below 0, and the call returns at once. */
  pause(quantity: Quantity, what: Problem, source?: SourceRange): { milliseconds: number; past?: true } {
    if (this.evaluate(quantity, what, source) < 0) return { milliseconds: 0, past: true };
    return { milliseconds: this.amount(quantity, what, source) };
  }

  /** Passes of a loop: a whole number ≥ 0, or Infinity where there are more than any run could make. */
  passes(quantity: Quantity, what: Problem, source?: SourceRange): number {
    const value = this.evaluate(quantity, what, source);
    return value > MOST_AMOUNT && value < Infinity ? Infinity : this.count(quantity, what, source);
  }

  /** A whole number ≥ `least`; a fraction is cut off, as C++ integer division does. */
  count(quantity: Quantity, what: Problem, source?: SourceRange, least = 0): number {
    const value = Math.floor(this.amount(quantity, what, source) + ROUNDING);
    if (value < least) throw refusal('too-small', { what, value, least }, quantity, source);
    return value;
  }

  /** A number in 0…1. */
  share(quantity: Quantity, what: Problem, source?: SourceRange): number {
    const value = this.amount(quantity, what, source);
    if (value > 1) throw refusal('too-large', { what, value, most: 1 }, quantity, source);
    return value;
  }

  private evaluate(quantity: Quantity, what: Problem, source: SourceRange | undefined): number {
    try {
      return evaluate(quantity, this.settings);
    } catch (error) {
      if (!(error instanceof QuantityError)) throw error;
      throw new PipelineError('not-computable', { what, why: error.statement }, source);
    }
  }
}

function wrongAmount(value: number): ProblemId | undefined {
  if (Number.isNaN(value)) return 'not-a-number';
  if (!Number.isFinite(value)) return 'infinite';
  if (value < 0) return 'negative';
  return value > MOST_AMOUNT ? 'too-large' : undefined;
}

function refusal(
  id: ProblemId,
  data: Values<ProblemId>,
  quantity: Quantity,
  source: SourceRange | undefined,
): PipelineError {
  const from = typeof quantity === 'string' ? problem('from-expression', { expression: quantity }) : '';
  return new PipelineError(id, { ...data, from }, source);
}

/** What operators have in common that costs time: it is said of a run how much of the operators' time is of such ones. */
import type { Measurement, MeasurementSource } from '../measurement.ts';

/** One execution of an operator; what the file does not tell is undefined. */
export interface OperatorRun {
  /** Of the task, as `AI_CORE`. */
  type: string;
  ms: number;
  /** As `static` or `dynamic`. */
  state?: string | undefined;
  /** Cores that it is spread over. */
  blocks?: number | undefined;
  /** Share of its time that the busiest unit of the core works, 0…1. */
  fullest?: number | undefined;
  /** A product of matrices whose rows do not fill what the AI Core reads of them at once. */
  isUneven?: boolean;
}

/** Elements of a row that are read at once, as msprof-analyze's advisor has it. */
const ROW = 256;

/** The sizes of a matrix, or of a batch of them; formats in blocks have more, and are even by themselves. */
function matrix(shape: string): number[] | undefined {
  const sizes = shape.split(',').map(Number);
  const isPlain = sizes.length === 2 || sizes.length === 3;
  return isPlain && sizes.every((size) => Number.isInteger(size) && size > 0) ? sizes : undefined;
}

export const isProduct = (operator: string): boolean => /mat_?mul/i.test(operator);

/** @param shapes of the inputs of a product, as `"64,1000;1000,32"` */
export function areUneven(shapes: string): boolean {
  const [first, second] = shapes.replaceAll('"', '').split(';').map(matrix);
  return first && second ? [first, second].some((sizes) => (sizes.at(-1) ?? 0) % ROW !== 0) : false;
}

export const isCore = (type: string): boolean =>
  /^(AI_CORE|AI_VECTOR_CORE|MIX_AI|KERNEL_A|AIV|FFTS)/i.test(type);

export const isAiCpu = (type: string): boolean => /ai_?cpu/i.test(type);

/** An operator whose busiest unit works less is held up by something else, as by its tiling. */
const FULL = 0.8;
/** Shorter ones are over before they are under way, ms. */
const LONG_MS = 0.02;
/** Of the operators' time: below, there is nothing to be had. */
const LEAST_SHARE = 0.02;

export class OperatorTraits {
  private ms = 0;
  private readonly of = { dynamic: 0, spare: 0, alone: 0, uneven: 0 };
  private mostBlocks = 0;

  add({ type, ms, state, blocks = 0, fullest, isUneven = false }: OperatorRun): void {
    if (!isCore(type)) return;
    this.ms += ms;
    if (state?.toLowerCase() === 'dynamic') this.of.dynamic += ms;
    if (ms >= LONG_MS && fullest !== undefined && fullest > 0 && fullest < FULL)
      this.of.spare += ms * (1 - fullest);
    if (ms >= LONG_MS && blocks === 1) this.of.alone += ms;
    if (ms >= LONG_MS && isUneven) this.of.uneven += ms;
    if (blocks > this.mostBlocks) this.mostBlocks = blocks;
  }

  measurements(source: MeasurementSource): Measurement[] {
    const { dynamic, spare, alone, uneven } = this.of;
    const all: [string, number][] = [
      ['dynamic shapes', dynamic],
      ['no full unit', spare],
      // Where none takes several the device may have one.
      ['one core', this.mostBlocks > 1 ? alone : 0],
      ['uneven products', uneven],
    ];
    return all
      .map(([subject, ms]): Measurement => ({
        kind: 'operators',
        subject,
        values: { share: ms / this.ms },
        source,
      }))
      .filter(({ values }) => (values['share'] ?? 0) >= LEAST_SHARE);
  }
}

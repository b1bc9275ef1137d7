/** The parameters that a user varies, and the lists of values that are written for them, e.g. `1..8` or `16,32,64`. */
import type { ParameterState } from '../server/protocol-shapes.ts';

const roleOrder = ['threads', 'depth', 'batch', 'streams'];
const rank = ({ role }: ParameterState): number =>
  role === undefined ? roleOrder.length : roleOrder.indexOf(role);

/** Parameters that shape the pipeline first: threads, depth, batch. */
export const byRole = (parameters: readonly ParameterState[]): ParameterState[] =>
  [...parameters].sort((one, other) => rank(one) - rank(other));

const mostValues = 200;

function expand(part: string): number[] | undefined {
  const range = /^(\d+)\.\.(\d+)(?::(\d+))?$/.exec(part);
  if (!range) return /^-?\d+(\.\d+)?$/.test(part) ? [Number(part)] : undefined;
  const [from, to, step] = [Number(range[1]), Number(range[2]), Number(range[3] ?? 1)];
  if (to < from || step < 1 || (to - from) / step >= mostValues) return undefined;
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

/** The values in rising order, each once; undefined where the text is none, or a value lies outside `range`. */
export function parseValues(text: string, range: readonly [number, number]): number[] | undefined {
  const values: number[] = [];
  for (const part of text.split(',').map((piece) => piece.trim())) {
    const expanded = expand(part);
    if (!expanded) return undefined;
    values.push(...expanded);
  }
  const fits = values.length <= mostValues && values.every((value) => value >= range[0] && value <= range[1]);
  return fits ? [...new Set(values)].sort((a, b) => a - b) : undefined;
}

/** A few values around the present one: every count up to twice it where small, else powers of two. */
export function suggestedValues({ value, range }: ParameterState): number[] {
  const top = Math.min(range[1], Math.max(8, value * 2));
  const candidates =
    top <= 16
      ? Array.from({ length: top }, (_, index) => index + 1)
      : Array.from({ length: 11 }, (_, index) => 2 ** index).filter(
          (each) => each >= value / 8 && each <= value * 4,
        );
  const chosen = new Set([...candidates, value].filter((each) => each >= range[0] && each <= range[1]));
  return [...chosen].sort((a, b) => a - b);
}

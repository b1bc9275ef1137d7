/** Whole numbers below a bound, the same for the same seed (mulberry32). */
export type Below = (bound: number) => number;

export function numbers(seed: number): Below {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % Math.max(1, bound);
  };
}

/** One of the list. Throws a RangeError for an empty one. */
export function oneOf<T>(list: readonly T[], below: Below): T {
  if (list.length === 0) throw new RangeError('nothing to choose from');
  return list[below(list.length)] as T;
}

/** Signs of life of long work: a count that goes up with each part that is begun. A watchdog looks at it; no answer does. */
let count: Int32Array | undefined;

/** Counts in memory that another thread sees too. */
export function countProgressIn(shared: Int32Array): void {
  count = shared;
}

/** Another part is begun: a file, a program, a rule, some events of a simulation. */
export function progress(): void {
  if (count) Atomics.add(count, 0, 1);
}

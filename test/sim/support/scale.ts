import { it } from 'vitest';

/** Share of the random runs to do: all, but in mutation testing, where every mutant is tested (scripts/mutation). */
const SCALE = Number(process.env['SIM_TEST_SCALE'] ?? 1);

/** A number of runs or events, scaled; at least 1. */
export const scaled = (count: number): number => Math.max(1, Math.round(count * SCALE));

/** A test that takes a second: left out of mutation testing. */
export const longTest = it.skipIf(SCALE < 1);

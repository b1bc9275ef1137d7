import { describe, expect, it } from 'vitest';
import type { Prediction } from '../../src/sim/prediction.ts';
import { measuredOf, open, programs } from './analyse.ts';
import type { MeasuredRow } from './analyse.ts';

async function predict(example: string, settings: Record<string, number> = {}): Promise<Prediction> {
  const session = await open(example);
  const [program] = session.programs();
  if (program === undefined) throw new Error(`${example}: no program found`);
  return session.predict(program.pipeline, settings);
}

const rows = programs.flatMap((example) =>
  measuredOf(example).map((row) => ({ example, row, settings: JSON.stringify(row.settings) })),
);
const ran = rows.filter((entry): entry is typeof entry & { row: MeasuredRow & { qps: number } } =>
  Number.isFinite(entry.row.qps),
);

describe('predictions of the examples', () => {
  it.each(ran)('$example with $settings: within 15 % of what was measured', async ({ example, row }) => {
    const { qps } = await predict(example, row.settings);
    expect(Math.abs(qps / row.qps - 1), `${qps.toFixed(1)} against ${row.qps}`).toBeLessThanOrEqual(0.15);
  });

  it('full-batch1 does not fit with 8 threads of 128 frames, as on the device', async () => {
    const { memory } = await predict('full-batch1', { THREAD_COUNT: 8, COUNT_TIME: 128 });
    expect(memory.fits).toBe(false);
    expect(memory.failure).toBeTruthy();
  });

  it('a queue of 800 makes as many frames per second as one of 128, and spends a host core', async () => {
    const [deep, bounded] = await Promise.all([predict('deep-queue-800'), predict('deep-queue-128')]);
    expect(Math.abs(deep.qps / bounded.qps - 1)).toBeLessThan(0.01);
    expect(deep.callsPerSecond).toBeCloseTo(deep.qps / 64, 1);
    expect(deep.hostThreads['RT_SEND']).toBeGreaterThan(0.97);
  });
});

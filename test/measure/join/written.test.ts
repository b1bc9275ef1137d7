/** Records of programs in C++, as people write them: what the analyzer reads is simulated, and its record joined with it. */
import { describe, expect, it } from 'vitest';
import { resolve } from '../../../src/pipeline/resolve.ts';
import { pipelineOf } from '../../roundtrip/draw.ts';
import { alternatives } from '../../roundtrip/style.ts';
import { trialWith } from '../../roundtrip/features.ts';
import type { Trial } from '../../roundtrip/trial.ts';
import { programsIn } from '../../roundtrip/trial.ts';
import { trialsOf } from '../../roundtrip/trials.ts';
import { writeProgram } from '../../roundtrip/write/program.ts';
import { joinAccuracy, type Accuracy } from './accuracy.ts';

const FAULTS = { seed: 1, drops: 0.02, extras: 0.02, swaps: 0.02, noise: 0.1 };

async function accuracyOf({ shape, style }: Trial): Promise<Accuracy> {
  const [pipeline] = await programsIn(writeProgram(pipelineOf(shape), style));
  if (!pipeline) throw new Error(`no program: ${JSON.stringify(style)}`);
  return joinAccuracy(resolve(pipeline, {}), FAULTS);
}

/** Each way to call and to start threads by itself, and some programs where all is mixed. */
const alone = (['call', 'threads'] as const).flatMap((choice) =>
  alternatives(choice).map((name) => trialWith([`${choice}=${name}`])),
);
const trials = [...alone, ...trialsOf(1, 8)];

describe('calls of programs that are written in C++', () => {
  it(
    'are on their lines in each style: wrappers, threads, loops, queues, owners',
    { timeout: 120_000 },
    async () => {
      const all = [];
      for (const trial of trials) all.push({ style: trial.style, ...(await accuracyOf(trial)) });
      const calls = all.reduce((sum, one) => sum + one.calls, 0);
      const right = all.reduce((sum, one) => sum + one.right, 0);
      expect(calls).toBeGreaterThan(40_000);
      expect(right / calls).toBeGreaterThan(0.99);
      const poor = all.filter((one) => one.right / one.calls < 0.97);
      expect(poor.map(({ style, wrong }) => [style, [...wrong]])).toEqual([]);
    },
  );
});

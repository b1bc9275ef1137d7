import { parentPort, workerData } from 'node:worker_threads';
import type { Pipeline } from '../src/pipeline/pipeline.ts';
import { loadProfile } from '../src/profile/load.ts';
import { sweepOne } from '../src/sim/explore/sweep.ts';
import type { Configuration } from '../src/sim/explore/settings.ts';
import { simulate } from '../src/sim/simulate.ts';

const pipeline = workerData as Pipeline;
const profile = loadProfile('ascend310');

parentPort?.on('message', (configurations: Configuration[]) => {
  const rows = configurations.map((configuration) =>
    sweepOne(pipeline, configuration, (varied, settings) => simulate(varied, profile, { settings })),
  );
  parentPort?.postMessage(rows);
});

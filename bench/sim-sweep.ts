/** Times a sweep on simulation threads, their start left out: an application keeps them. */
import type { Pipeline } from '../src/pipeline/pipeline.ts';
import { loadProfile } from '../src/profile/load.ts';
import { nodeSimulator } from '../src/server/node-threads.ts';
import { Predictor } from '../src/service/predictor.ts';
import type { Axis } from '../src/sim/explore/settings.ts';
import { sweep, sweepWith } from '../src/sim/explore/sweep.ts';

export async function sweepOnThreads(
  pipeline: Pipeline,
  axes: Axis[],
): Promise<{ rows: number; seconds: number; processorSeconds: number; threads: number }> {
  const profile = loadProfile('ascend310');
  const simulator = nodeSimulator();
  const chunkOf = () => {
    const predictor = new Predictor(profile, simulator);
    return sweepWith(pipeline, (varied, settings) => predictor.predict(varied, settings));
  };
  try {
    // As many at once as there are threads: all are started.
    await sweep(pipeline, axes.slice(0, 1), chunkOf(), {}, 1000);
    const from = performance.now();
    const used = process.cpuUsage();
    const { rows } = await sweep(pipeline, axes, chunkOf(), {}, 1000);
    const { user, system } = process.cpuUsage(used);
    const seconds = (performance.now() - from) / 1000;
    return { rows: rows.length, seconds, processorSeconds: (user + system) / 1e6, threads: simulator.width };
  } finally {
    await simulator.close();
  }
}

/** Times a sweep on worker threads, their start left out: an application keeps them. */
import { Worker } from 'node:worker_threads';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import type { Pipeline } from '../src/pipeline/pipeline.ts';
import { sweep } from '../src/sim/explore/sweep.ts';
import type { SweepRow } from '../src/sim/explore/rows.ts';
import type { Axis, Configuration } from '../src/sim/explore/settings.ts';

/** A worker is a file of its own, so its source is bundled first. */
function bundleWorker(folder: string): string {
  const outfile = join(folder, 'sim-sweep-worker.cjs');
  const source = fileURLToPath(new URL('./sim-sweep-worker.ts', import.meta.url));
  buildSync({
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
  });
  return outfile;
}

function ask(worker: Worker, configurations: Configuration[]): Promise<SweepRow[]> {
  return new Promise((done, failed) => {
    worker.once('message', (rows: SweepRow[]) => {
      worker.off('error', failed);
      done(rows);
    });
    worker.once('error', failed);
    worker.postMessage(configurations);
  });
}

/** Hands out one configuration at a time to whoever is free. */
async function share(workers: Worker[], configurations: Configuration[]): Promise<SweepRow[]> {
  const rows: SweepRow[] = [];
  let next = 0;
  const work = async (worker: Worker): Promise<void> => {
    for (let i = next++; i < configurations.length; i = next++) {
      const configuration = configurations[i];
      const [row] = configuration ? await ask(worker, [configuration]) : [];
      if (row) rows[i] = row;
    }
  };
  await Promise.all(workers.map(work));
  return rows;
}

export async function sweepOnWorkers(
  pipeline: Pipeline,
  axes: Axis[],
  count: number,
): Promise<{ rows: number; seconds: number; processorSeconds: number; workers: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'sweep-'));
  const file = bundleWorker(folder);
  const workers = Array.from({ length: count }, () => new Worker(file, { workerData: pipeline }));
  try {
    await Promise.all(workers.map((worker) => ask(worker, [{}])));
    const from = performance.now();
    const used = process.cpuUsage();
    const { rows } = await sweep(pipeline, axes, (all) => share(workers, all), {}, 1000);
    const { user, system } = process.cpuUsage(used);
    const seconds = (performance.now() - from) / 1000;
    return { rows: rows.length, seconds, processorSeconds: (user + system) / 1e6, workers: count };
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
    rmSync(folder, { recursive: true });
  }
}

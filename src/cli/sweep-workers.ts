/**
 * Sweeps on worker threads. The workers run this same bundle: `main.ts` starts the worker's side where it finds itself
 * in one.
 */
import { availableParallelism } from 'node:os';
import { Worker, parentPort, workerData } from 'node:worker_threads';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { DeviceProfile } from '../profile/profile.ts';
import type { SweepRow } from '../sim/explore/rows.ts';
import type { Configuration } from '../sim/explore/settings.ts';
import type { SweepChunk } from '../sim/explore/sweep.ts';
import { sweepOne } from '../sim/explore/sweep.ts';
import { simulate } from '../sim/index.ts';

interface Job {
  pipeline: Pipeline;
  profile: DeviceProfile;
  /** Of all configurations; a configuration's own values stand above them. */
  settings: Record<string, number>;
}

interface SweepWorkers {
  chunk: SweepChunk;
  /** Configurations to hand over at once. */
  parallel: number;
  close(): Promise<void>;
}

const MOST_WORKERS = 8;
/** Enough for each worker to be busy while the others finish theirs. */
const PER_WORKER = 6;

function rowOf({ pipeline, profile, settings }: Job, configuration: Configuration): SweepRow {
  return sweepOne(pipeline, configuration, (varied, set) =>
    simulate(varied, profile, { settings: { ...settings, ...set } }),
  );
}

/** The worker's side: a configuration in, a row out. */
export function runSweepWorker(): void {
  const job = workerData as Job;
  parentPort?.on('message', (configuration: Configuration) =>
    parentPort?.postMessage(rowOf(job, configuration)),
  );
}

interface Waiting {
  resolve(row: SweepRow): void;
  reject(error: Error): void;
}

/** One worker, asked one thing at a time. */
class Helper {
  private readonly worker: Worker;
  private waiting: Waiting | undefined;

  constructor(job: Job) {
    this.worker = new Worker(__filename, { workerData: job });
    this.worker.on('message', (row: SweepRow) => this.take()?.resolve(row));
    this.worker.on('error', (error: Error) => this.take()?.reject(error));
    this.worker.on('exit', () => this.take()?.reject(new Error('a worker of the sweep ended early')));
  }

  private take(): Waiting | undefined {
    const { waiting } = this;
    this.waiting = undefined;
    return waiting;
  }

  ask(configuration: Configuration): Promise<SweepRow> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.worker.postMessage(configuration);
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}

export function sweepWorkers(
  pipeline: Pipeline,
  profile: DeviceProfile,
  settings: Record<string, number>,
): SweepWorkers {
  const job = { pipeline, profile, settings };
  const count = Math.min(MOST_WORKERS, availableParallelism());
  const helpers = Array.from({ length: count }, () => new Helper(job));
  return {
    parallel: count * PER_WORKER,
    chunk: (configurations) => share(configurations, helpers),
    close: async () => void (await Promise.all(helpers.map((helper) => helper.close()))),
  };
}

/** Each helper takes the next configuration when it is done with its last. */
async function share(configurations: Configuration[], helpers: Helper[]): Promise<SweepRow[]> {
  const rows: SweepRow[] = [];
  let next = 0;
  const work = async (helper: Helper): Promise<void> => {
    for (let i = next++; i < configurations.length; i = next++) {
      const configuration = configurations[i];
      if (configuration !== undefined) rows[i] = await helper.ask(configuration);
    }
  };
  await Promise.all(helpers.map(work));
  return rows;
}

/** Simulation threads on Node: `dist/server/simulation.cjs`, for the server and for the command line's sweeps. */
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { SimulationPool } from '../service/simulation/pool.ts';
import type { StartThread } from '../service/simulation/thread.ts';
import { installation } from './installation.ts';

const MOST_THREADS = 8;

/** A thread without work does not keep the process alive. */
export const startNodeThread: StartThread = (answered, failed) => {
  const worker = new Worker(path.join(installation(), 'dist', 'server', 'simulation.cjs'));
  worker.unref();
  worker.on('message', (answer) => {
    worker.unref();
    answered(answer);
  });
  worker.on('error', failed);
  worker.on('exit', failed);
  return {
    ask: (request) => {
      worker.ref();
      worker.postMessage(request);
    },
    end: async () => void (await worker.terminate()),
  };
};

/** `spared`: processors that are left to others. */
export function nodeSimulator(spared = 0): SimulationPool {
  return new SimulationPool(
    startNodeThread,
    Math.max(1, Math.min(MOST_THREADS, availableParallelism() - spared)),
  );
}

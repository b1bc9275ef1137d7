/** Simulation threads in a browser: workers of the server's worker. */
import type { SimulationAnswer } from '../service/simulation/job.ts';
import type { StartThread } from '../service/simulation/pool.ts';
import { SimulationPool } from '../service/simulation/pool.ts';

const MOST_THREADS = 8;

/** A worker's script must be of the same origin; what it imports need not. */
function startWorker(script: string): Worker {
  try {
    return new Worker(script);
  } catch {
    const text = `importScripts(${JSON.stringify(script)})`;
    return new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })));
  }
}

/** `script`: address of `dist/server/simulation.js`; without it, and where it cannot be loaded, there are no threads. */
export function browserSimulator(script: string | undefined): SimulationPool {
  const start: StartThread = (answered, failed) => {
    if (script === undefined) throw new Error('the client did not tell where the script is');
    const worker = startWorker(script);
    worker.addEventListener('message', ({ data }: MessageEvent<SimulationAnswer>) => answered(data));
    worker.addEventListener('error', failed);
    return {
      ask: (request) => worker.postMessage(request),
      end: () => Promise.resolve(worker.terminate()),
    };
  };
  // One processor stays for the thread that answers the editor.
  return new SimulationPool(start, Math.max(1, Math.min(MOST_THREADS, navigator.hardwareConcurrency - 1)));
}

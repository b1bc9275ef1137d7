/** Simulation threads in a browser: workers of the server's worker. */
import { SimulationPool } from '../service/simulation/pool.ts';
import type { StartThread, ThreadAnswer } from '../service/simulation/thread.ts';

const MOST_THREADS = 8;
/** The server's script, run under this name, answers one request after the other. */
export const HELPER = 'simulation';

/** A worker's script must be of the same origin; what it imports need not. */
function startWorker(script: string): Worker {
  try {
    return new Worker(script, { name: HELPER });
  } catch {
    const text = `importScripts(${JSON.stringify(script)})`;
    return new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })), { name: HELPER });
  }
}

/** `script`: address of `dist/server/worker.js`; without it, and where it cannot be loaded, there are no threads. */
export function browserThreads(script: string | undefined): StartThread {
  return (answered, failed) => {
    if (script === undefined) throw new Error('the client did not tell where the script is');
    const worker = startWorker(script);
    worker.addEventListener('message', ({ data }: MessageEvent<ThreadAnswer>) => answered(data));
    worker.addEventListener('error', failed);
    return {
      ask: (request) => worker.postMessage(request),
      end: () => Promise.resolve(worker.terminate()),
    };
  };
}

/** One processor stays for the thread that answers the editor. */
export const browserSimulator = (script: string | undefined): SimulationPool =>
  new SimulationPool(
    browserThreads(script),
    Math.max(1, Math.min(MOST_THREADS, navigator.hardwareConcurrency - 1)),
  );

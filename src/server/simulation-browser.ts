/** Entry of a simulation thread in a browser. */
import type { SimulationRequest } from '../service/simulation/job.ts';
import { answer } from '../service/simulation/job.ts';

const worker = globalThis as unknown as DedicatedWorkerGlobalScope;
worker.addEventListener('message', ({ data }: MessageEvent<SimulationRequest>) =>
  worker.postMessage(answer(data)),
);

/** Entry of a thread beside the server's in a browser. */
import type { ThreadRequest } from '../service/simulation/thread.ts';
import { answer } from '../service/simulation/thread.ts';

const worker = globalThis as unknown as DedicatedWorkerGlobalScope;
worker.addEventListener('message', ({ data }: MessageEvent<ThreadRequest>) =>
  worker.postMessage(answer(data)),
);

/** Entry of a thread beside the server's on Node. */
import { parentPort } from 'node:worker_threads';
import type { ThreadRequest } from '../service/simulation/thread.ts';
import { answer } from '../service/simulation/thread.ts';

parentPort?.on('message', (request: ThreadRequest) => parentPort?.postMessage(answer(request)));

/** Entry of a simulation thread on Node. */
import { parentPort } from 'node:worker_threads';
import type { SimulationRequest } from '../service/simulation/job.ts';
import { answer } from '../service/simulation/job.ts';

parentPort?.on('message', (request: SimulationRequest) => parentPort?.postMessage(answer(request)));

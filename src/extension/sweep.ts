/** Runs a sweep on the server and keeps its result for the panel. */
import type { CancellationToken } from 'vscode';
import { notifications, requests } from '../server/protocol.ts';
import type { SweepResult } from '../server/protocol.ts';
import type { ParameterValues } from '../server/protocol-shapes.ts';
import type { Workbench } from './feature.ts';

export interface SweepRequest {
  program: string;
  settings: ParameterValues;
  vary: { name: string; values: number[] }[];
}

let lastToken = 0;

/** Null when the program is gone or the user has cancelled. */
export async function runSweep(
  { link, programs }: Workbench,
  request: SweepRequest,
  cancellation: CancellationToken,
  report: (done: number, total: number) => void,
): Promise<SweepResult | null> {
  const token = `sweep-${++lastToken}`;
  const progress = link.on(notifications.sweepProgress, (step) => {
    if (step.token === token) report(step.done, step.total);
  });
  try {
    const result = await link.request(requests.sweep, { ...request, token }, cancellation);
    if (result && !cancellation.isCancellationRequested) programs.keepSweep(request.program, result);
    return result;
  } catch (error) {
    if (cancellation.isCancellationRequested) return null;
    throw error;
  } finally {
    progress.dispose();
  }
}

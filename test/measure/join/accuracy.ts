/** How many calls of a written trace the join puts on the line that they came from. */
import type { ResolvedPipeline } from '../../../src/pipeline/resolved.ts';
import type { ResolvedCall } from '../../../src/pipeline/step-calls.ts';
import { readMeasurementFile } from '../../../src/measure/import.ts';
import { placeCalls } from '../../../src/measure/join/place-calls.ts';
import { RunEvents } from '../../../src/measure/join/run-events.ts';
import { recordedRun, writeTrace, type Faults } from './write-trace.ts';

export interface Accuracy {
  calls: number;
  right: number;
  /** Calls by the place that they came from and the one that they were put on. */
  wrong: Map<string, number>;
}

const placeOf = (step: ResolvedCall | undefined): string | ResolvedCall | undefined =>
  step?.source ? `${step.source.file}:${step.source.line}` : step;

const shown = (step: ResolvedCall | undefined): string =>
  step === undefined
    ? 'nowhere'
    : `${step.source?.line ?? '?'} ${'call' in step ? (step.call ?? step.kind) : step.kind}`;

export function joinAccuracy(pipeline: ResolvedPipeline, faults: Faults): Accuracy {
  const { text, truth } = writeTrace(recordedRun(pipeline), faults);
  const events = new RunEvents();
  readMeasurementFile('msprof.json', text, { events });
  const record = events.record();
  const { steps } = placeCalls(pipeline, record);
  const starts = [...truth.keys()].map((key) => Number(key.split(' ')[2]));
  const origin = starts.reduce((a, b) => Math.min(a, b), Infinity);
  const byKey = new Map([...truth].map(([key, step]) => [keyOf(key, origin), step]));
  const accuracy: Accuracy = { calls: 0, right: 0, wrong: new Map() };
  record.calls.forEach(({ thread, startMs }, i) => {
    const expected = byKey.get(`${thread} ${startMs.toFixed(6)}`);
    accuracy.calls++;
    if (placeOf(expected) === placeOf(steps[i])) accuracy.right++;
    else {
      const key = `${shown(expected)} -> ${shown(steps[i])}`;
      accuracy.wrong.set(key, (accuracy.wrong.get(key) ?? 0) + 1);
    }
  });
  return accuracy;
}

function keyOf(key: string, origin: number): string {
  const [pid = '', tid = '', ts = ''] = key.split(' ');
  return `${pid} ${tid} ${((Number(ts) - origin) / 1000).toFixed(6)}`;
}

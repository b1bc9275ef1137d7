/** msame: a line for each run of the model, and their means at the end, which a log that was cut off does not have. */
import { statement } from '../errors.ts';
import type { Measurement } from '../measurement.ts';
import { known, reportedNumber } from '../measurement.ts';
import { roundedMs, TimeSamples } from '../time-samples.ts';
import type { LineContext, LineForm } from './line.ts';
import { measured, remarkOn } from './line.ts';
import { modelOf } from './named-model.ts';

const AVERAGE = /\bInference average time\s*(?:(without first time)\s*)?:\s*([\d.]+)\s*ms/;
const ONE_RUN = /\bInference time\s*:\s*([\d.]+)\s*ms/;

/** The mean without the first, slower run counts. The batch is that of the model's name: msame does not print it. */
function read(text: string, context: LineContext): Measurement[] {
  const average = AVERAGE.exec(text);
  const meanMs = reportedNumber(average?.[2]);
  if (meanMs !== undefined) {
    context.runs = undefined;
    const { subject, batch } = modelOf(context);
    const of = average?.[1] === undefined ? 'model with its first run' : subject;
    return [measured(context, 'latency', of, known({ meanMs, batch }))];
  }
  const ms = reportedNumber(ONE_RUN.exec(text)?.[1]);
  return ms === undefined ? [] : addRun(ms, context);
}

/** With the first run of another model those before are all that there is of theirs. */
function addRun(ms: number, context: LineContext): Measurement[] {
  const model = modelOf(context);
  const before = context.runs?.subject === model.subject ? [] : end(context);
  context.runs ??= { ...model, times: new TimeSamples(context.line) };
  context.runs.times.add(ms);
  return before;
}

function end(context: LineContext): Measurement[] {
  const { runs } = context;
  if (runs === undefined) return [];
  context.runs = undefined;
  const { subject, batch, times } = runs;
  const { count, meanMs, minMs, maxMs } = times.values();
  const at = { ...context, line: times.line };
  if (times.leavesFirst) {
    const data = { subject, ms: roundedMs(times.first) };
    remarkOn(at, statement('first-run-left-out', data));
  }
  return [measured(at, 'latency', subject, known({ meanMs, count, minMs, maxMs, batch }))];
}

export const msameForms: LineForm[] = [{ format: 'msame', hint: /Inference/, read, end }];

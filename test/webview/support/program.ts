/** A program of examples/pipelines as the extension would report it: every figure is simulated here. */
import { readFileSync } from 'node:fs';
import type { Pipeline } from '../../../src/pipeline/pipeline.ts';
import { resolve } from '../../../src/pipeline/resolve.ts';
import { parsePipeline } from '../../../src/pipeline/schema.ts';
import { walk } from '../../../src/pipeline/walk.ts';
import { readFiles } from '../../../src/measure/files.ts';
import type { MeasuredWindow } from '../../../src/measure/join/measured-window.ts';
import { loadProfile } from '../../../src/profile/load.ts';
import type { Comparison, ProgramReport, SweepResult } from '../../../src/server/protocol.ts';
import type {
  AdviceItem,
  ParameterState,
  ParameterValues,
  ShownPart,
} from '../../../src/server/protocol-shapes.ts';
import type { SentTimeline } from '../../../src/server/protocol-timeline.ts';
import { titled } from '../../../src/server/bound.ts';
import { resourceLabel } from '../../../src/service/labels.ts';
import type { Locale } from '../../../src/service/locale.ts';
import { told } from '../../../src/service/told.ts';
import { boundParts, simulate } from '../../../src/sim/index.ts';
import type { Prediction } from '../../../src/sim/index.ts';
import type { SimulationJob } from '../../../src/service/simulation/job.ts';
import { runJob } from '../../../src/service/simulation/job.ts';
import { timelineOf as serverTimeline } from '../../../src/server/timeline.ts';
import { recordedRun, writeTrace } from '../../measure/join/write-trace.ts';

const profile = loadProfile('ascend310');
/** Enough for a picture; a narrow range takes more. */
const budgetEvents = 300_000;
const uri = 'file:///project/src/main.cpp';
const at = (line: number) => ({ file: uri, line, column: 5, endLine: line, endColumn: 27 });

export const readPipeline = (name: string): Pipeline =>
  parsePipeline(
    JSON.parse(readFileSync(new URL(`../../../examples/pipelines/${name}.json`, import.meta.url), 'utf8')),
  );

export const predict = (pipeline: Pipeline, settings: ParameterValues = {}): Prediction =>
  simulate(pipeline, profile, { settings, budgetEvents });

const parametersOf = ({ parameters }: Pipeline): ParameterState[] =>
  parameters.map(({ name, value, unit, range, kind, description }) => ({
    name,
    value,
    sourceValue: value,
    unit,
    range,
    kind,
    ...(description !== undefined && { description }),
    ...(/THREADS/.test(name) && { role: 'threads' as const }),
  }));

/** What setting a parameter would bring, simulated. */
function setting(pipeline: Pipeline, before: Prediction, name: string, value: number): AdviceItem {
  const after = predict(pipeline, { [name]: value });
  return {
    id: `${name}-${value}`,
    severity: 'info',
    message: `Set ${name} to ${value}`,
    gain: {
      qpsBefore: before.qps,
      qpsAfter: after.qps,
      plusMinus: (after.qpsRange[1] - after.qpsRange[0]) / 2,
      noise: 0.01 * before.qps,
      boundBy: after.bottleneck.resource,
      boundUtilization: after.bottleneck.utilization,
    },
    settings: { [name]: value },
    fixes: [],
  };
}

export function reportOf(name: string, locale: Locale = 'en'): ProgramReport & { pipeline: Pipeline } {
  const pipeline = readPipeline(name);
  const prediction = predict(pipeline);
  const [first] = pipeline.parameters;
  const tried = first
    ? [setting(pipeline, prediction, first.name, Math.max(first.range[0], Math.round(first.value / 2)))]
    : [];
  return {
    pipeline,
    program: name,
    uri,
    device: { id: 'ascend310', name: 'Ascend 310', description: '' },
    prediction: told(prediction, locale),
    measured: { qps: prediction.qps * 0.98, from: 'run.log' },
    parameters: parametersOf(pipeline),
    missing: [],
    missingLeftOut: 0,
    adviceLeftOut: 0,
    advice: [
      ...tried,
      {
        id: 'rule-1',
        rule: 'sync-model-execute-in-loop',
        severity: 'warning',
        message: 'aclmdlExecute waits for each result: the device idles while the host prepares the next.',
        gain: null,
        source: at(128),
        fixes: [{ title: 'Use aclmdlExecuteAsync', preferred: true }],
      },
    ],
    unknowns: first
      ? [
          {
            code: 'open-parameter',
            message: `${first.name} comes from the command line.`,
            settle: `Write // acl-perf: ${first.name}=… beside it, or set it here.`,
            sources: [at(12)],
            parameter: first.name,
          },
        ]
      : [],
  };
}

/** As the server answers it. */
export function boundPartsOf(pipeline: Pipeline, locale: Locale): ShownPart[] {
  const parts = boundParts(pipeline, profile, predict(pipeline));
  return parts.map((part) => ({ ...part, name: titled(resourceLabel(part.resource, locale)) }));
}

/** As the server answers it; `run` makes it longer than a prediction needs. */
export function timelineOf(
  pipeline: Pipeline,
  settings: ParameterValues,
  mostBoxes: number,
  run: Pick<SimulationJob, 'budgetEvents' | 'precision'> = { budgetEvents },
  recorded?: MeasuredWindow,
): SentTimeline {
  const { prediction, timeline } = runJob({ pipeline, profile, settings, mostBoxes, ...run });
  if (!timeline) throw new Error('no timeline');
  return serverTimeline({ prediction, timeline }, (range) => range, recorded);
}

/** A program with a place for each call, and a recorded run of it on a device of less speed, as the server reads it. */
export function recordedProgram(name: string): { pipeline: Pipeline; recorded: MeasuredWindow | undefined } {
  const pipeline = withPlaces(readPipeline(name));
  const slower = { ...profile, speed: { aicore: 0.8 } };
  const run = recordedRun(resolve(pipeline, {}), slower, budgetEvents);
  const { text } = writeTrace(run, { seed: 7, drops: 0.005, extras: 0.01, noise: 0.05 });
  const files = [{ name: 'msprof_1.json', text }];
  return { pipeline, recorded: readFiles(files, { pipeline, profile, settings: {} }).window };
}

/** Each step on a line of its own, in the order of the program. */
function withPlaces(pipeline: Pipeline): Pipeline {
  const placed = structuredClone(pipeline);
  let line = 100;
  for (const { program } of placed.threads) for (const step of walk(program)) step.source = at(line++);
  return placed;
}

export function sweepOf(
  pipeline: Pipeline,
  settings: ParameterValues,
  vary: { name: string; values: number[] }[],
  progress: (done: number, total: number) => void,
): SweepResult {
  const [first, second] = vary;
  const grid = (first?.values ?? []).flatMap((a) =>
    second
      ? second.values.map((b) => ({ [first?.name ?? '']: a, [second.name]: b }))
      : [{ [first?.name ?? '']: a }],
  );
  const points = grid.map((configuration, index) => {
    const prediction = predict(pipeline, { ...settings, ...configuration });
    progress(index + 1, grid.length);
    const { qps, qpsRange, bottleneck, memory, latency } = prediction;
    return {
      settings: configuration,
      qps,
      qpsRange,
      p99Ms: latency.p99Ms,
      bottleneck: bottleneck.resource,
      utilization: bottleneck.utilization,
      memoryBytes: memory.peakBytes,
      fits: memory.fits,
    };
  });
  const best = points.reduce(
    (most, point, index) => (point.qps > (points[most]?.qps ?? 0) ? index : most),
    0,
  );
  const knee = points.findIndex(({ qps }) => qps >= 0.95 * (points[best]?.qps ?? 0));
  return { vary: vary.map(({ name }) => name), points, knee, best, leftOut: 0 };
}

/** A measurement beside the prediction: made up here, since no device is at hand; the difference is what is shown. */
export function comparisonOf({ prediction }: ProgramReport): Comparison {
  const row = (
    kind: Comparison['rows'][number]['kind'],
    subject: string,
    unit: string,
    predicted: number,
    measured: number,
  ) => ({
    kind,
    subject,
    name: subject,
    unit,
    predicted,
    measured,
    from: 'run.log',
  });
  return {
    rows: [
      row('throughput', 'program', 'frames/s', prediction.qps, 322),
      row('utilization', 'aicore', '%', (prediction.utilization['aicore'] ?? 0) * 100, 84),
      {
        kind: 'latency',
        subject: 'model resnet50',
        name: 'model resnet50',
        unit: 'ms',
        predicted: null,
        measured: 2.4,
        from: 'ais.txt:7',
      },
    ],
    values: [
      {
        constant: 'models.resnet50.1.milliseconds',
        unit: 'ms',
        predicted: 2.5,
        measured: 2.9,
        from: 'msprof.json:1',
      },
      { constant: 'link.gigabytesPerSecond', unit: 'GB/s', predicted: 3, measured: 2.8, from: 'dmi.txt:2' },
    ],
    runs: [1, 2, 4, 8].map((threads) => ({
      settings: { THREADS: threads },
      predicted: prediction.qps * Math.min(1, threads / 3),
      measured: prediction.qps * Math.min(1, threads / 3.2),
      from: `runs.csv:${threads + 1}`,
    })),
    lines: [
      {
        source: { file: 'file:///p/main.cpp', line: 7, column: 5, endLine: 7, endColumn: 18 },
        call: 'aclmdlExecute',
        measured: {
          calls: 40,
          perFrame: 1,
          hostMs: 2.9,
          beforeMs: 0.1,
          queueMs: 0.2,
          deviceMs: 2.4,
          idleMs: 0.3,
        },
        reference: {
          calls: 99,
          perFrame: 1,
          hostMs: 2.5,
          beforeMs: 0,
          queueMs: 0.2,
          deviceMs: 2,
          idleMs: 0.2,
        },
        share: 0.16,
        cause: 'models.resnet50.1.milliseconds (assumed): the device takes 2.4 ms, not 2',
      },
    ],
    diagnosis: [
      {
        message: 'the device has nothing to do for 40 % of the time',
        source: { file: 'file:///p/main.cpp', line: 9, column: 5, endLine: 9, endColumn: 18 },
      },
    ],
    notes: ['The first 10 rows of run.log are start-up and left out.'],
  };
}

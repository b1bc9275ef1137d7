/** Schemas of the JSON that `check` and `predict` print: what a program that reads it may rely on. */
import * as v from 'valibot';
import { loadFigures } from './load-schema.ts';
import { SCHEMA_VERSION } from '../../src/service/json.ts';
import { UNREAD_REASONS, VERDICTS } from '../../src/pipeline/coverage.ts';

export const count = v.pipe(v.number(), v.integer(), v.minValue(1));
export const rate = v.pipe(v.number(), v.minValue(0));
export const share = v.pipe(v.number(), v.minValue(0));

/** First in every answer; docs/cli.md says what it promises. */
export const schemaVersion = v.pipe(v.literal(SCHEMA_VERSION), v.description('Of the form of this answer.'));

const position = {
  file: v.pipe(v.string(), v.description('As given, or relative to the working folder.')),
  line: v.pipe(count, v.description('From 1.')),
  column: v.pipe(count, v.description('From 1, in UTF-16 units.')),
  endLine: count,
  endColumn: v.pipe(count, v.description('Behind the last character.')),
};

const severity = v.picklist(['error', 'warning', 'info', 'hint']);

export const gain = v.strictObject({
  qpsBefore: rate,
  qpsAfter: rate,
  plusMinus: v.pipe(rate, v.description('Half width of the 95 % range of the difference, frames/s.')),
  noise: v.pipe(rate, v.description('The part of it by which the simulation alone may be off, frames/s.')),
  latencyMs: v.exactOptional(
    v.pipe(v.tuple([rate, rate]), v.description('Median latency before and after, ms.')),
  ),
  memoryBytes: v.exactOptional(
    v.pipe(v.tuple([rate, rate]), v.description('Peak device memory before and after.')),
  ),
  boundBy: v.pipe(v.string(), v.description('What binds after the change.')),
  boundUtilization: share,
});

const fix = v.strictObject({
  title: v.string(),
  preferred: v.boolean(),
  edits: v.array(v.strictObject({ ...position, newText: v.string() })),
});

export const finding = v.strictObject({
  rule: v.string(),
  severity,
  ...position,
  message: v.string(),
  gain: v.pipe(
    v.nullable(gain),
    v.description('By simulation; null where the finding is not about throughput.'),
  ),
  entry: v.pipe(
    v.optional(v.string()),
    v.description(
      'The function, or the class with its methods, that it is in, where nothing at hand calls that: judged as if called.',
    ),
  ),
  program: v.pipe(
    v.exactOptional(v.string()),
    v.description('Of several programs that share the place, the one that gains it.'),
  ),
  related: v.array(v.strictObject({ ...position, message: v.string() })),
  fixes: v.array(fix),
  groupId: v.pipe(v.string(), v.description('The same for all places of one cause.')),
  notFixed: v.exactOptional(
    v.pipe(v.string(), v.description('Why there is no fix, of a rule that has some.')),
  ),
});

export const number = v.pipe(v.number(), v.integer(), v.minValue(0));
export const verdict = v.pipe(
  v.picklist(VERDICTS),
  v.description('complete: all calls that matter are followed; partial: some are not; none: nothing is.'),
);

const coverage = v.strictObject({
  verdict,
  calls: v.pipe(number, v.description('Calls of the runtime in the program’s files.')),
  followed: v.pipe(number, v.description('How many of them are followed.')),
  message: v.pipe(v.string(), v.description('One sentence, in the language of the run.')),
  unread: v.pipe(
    v.array(
      v.strictObject({
        function: v.string(),
        ...position,
        calls: count,
        work: v.pipe(number, v.description('How many of them give the device work.')),
        reason: v.picklist(UNREAD_REASONS),
        detail: v.exactOptional(v.string()),
        message: v.pipe(v.string(), v.description('One sentence, in the language of the run.')),
      }),
    ),
    v.description('The calls that are not followed, by function, each with the reason.'),
  ),
});

export const checkOutputSchema = v.strictObject({
  schemaVersion,
  findings: v.array(finding),
  notices: v.pipe(
    v.array(v.strictObject({ code: v.string(), ...position, message: v.string() })),
    v.description('Where the analysis itself is incomplete.'),
  ),
  coverage: v.pipe(coverage, v.description('How much was understood of the files that were named.')),
  programs: v.pipe(
    v.array(
      v.strictObject({
        program: v.string(),
        kind: v.pipe(
          v.picklist(['program', 'entry']),
          v.description('entry: a function, or a class with its methods, that nothing at hand calls.'),
        ),
        file: position.file,
        verdict,
        calls: number,
        followed: number,
      }),
    ),
    v.description('The same by program.'),
  ),
});

const sourceRange = v.strictObject(position);

const advice = v.strictObject({
  kind: v.picklist(['fix', 'parameter']),
  message: v.string(),
  gain: v.nullable(gain),
  rule: v.exactOptional(v.string()),
  severity: v.exactOptional(severity),
  file: v.exactOptional(position.file),
  line: v.exactOptional(position.line),
  column: v.exactOptional(position.column),
  endLine: v.exactOptional(position.endLine),
  endColumn: v.exactOptional(position.endColumn),
  fixes: v.exactOptional(v.array(v.string())),
  settings: v.exactOptional(v.record(v.string(), v.number())),
});

const parameter = v.strictObject({
  name: v.string(),
  value: v.number(),
  sourceValue: v.number(),
  unit: v.string(),
  range: v.tuple([v.number(), v.number()]),
  kind: v.picklist(['constant', 'open']),
  role: v.exactOptional(v.picklist(['threads', 'depth', 'batch', 'streams'])),
  source: v.exactOptional(sourceRange),
});

const unknown = v.strictObject({
  code: v.string(),
  detail: v.string(),
  settle: v.string(),
  message: v.pipe(v.string(), v.description('One sentence, in the language of the run.')),
  range: v.exactOptional(sourceRange),
  parameter: v.exactOptional(v.string()),
});

const memory = v.strictObject({
  peakBytes: rate,
  limitBytes: rate,
  fits: v.boolean(),
  parts: v.record(v.string(), rate),
  failure: v.exactOptional(v.string()),
});

const idle = v.record(v.string(), v.record(v.string(), share));

const criticalStep = v.strictObject({
  what: v.string(),
  resource: v.string(),
  milliseconds: rate,
  waitedMs: v.exactOptional(
    v.pipe(rate, v.description('Of it, what a frame waits for the resource; left out of work of the host.')),
  ),
  share,
  source: v.exactOptional(sourceRange),
});

const plan = v.strictObject({
  wanted: v.exactOptional(v.pipe(rate, v.description('Frames/s that arrive, where something sets a pace.'))),
  possible: rate,
  fits: v.boolean(),
  sources: v.exactOptional(
    v.pipe(
      v.strictObject({
        threads: v.array(v.string()),
        count,
        carried: v.pipe(v.number(), v.integer(), v.minValue(0)),
      }),
      v.description('What sets the pace: the threads, how many there are, how many are kept up with.'),
    ),
  ),
  devicesNeeded: v.exactOptional(
    v.pipe(count, v.description('Devices that have enough of every engine for what arrives.')),
  ),
  loads: v.array(v.strictObject({ resource: v.string(), load: rate })),
  bandwidth: v.strictObject({
    terms: v.array(
      v.strictObject({
        engine: v.string(),
        framesPerSecond: rate,
        pixels: rate,
        bytesPerSecond: rate,
        inWords: v.string(),
      }),
    ),
    bytesPerSecond: rate,
    share,
  }),
  verdict: v.string(),
});

/** These are null where there is no rate. */
const figures = {
  qps: v.pipe(rate, v.description('Frames per second in steady state.')),
  qpsRange: v.tuple([rate, rate]),
  callsPerSecond: rate,
  bounds: v.strictObject({ lower: rate, upper: rate, expected: v.exactOptional(rate) }),
  bottleneck: v.strictObject({ resource: v.string(), utilization: share, inWords: v.string() }),
  memory,
  ...loadFigures,
  run: v.strictObject({
    simulatedMs: rate,
    frames: rate,
    events: rate,
    seed: v.number(),
    converged: v.boolean(),
    noise: rate,
    doubts: v.record(v.string(), rate),
  }),
};

const doubtEnd = v.strictObject({ at: v.number(), qps: rate });
const doubt = v.strictObject({
  kind: v.picklist(['parameter', 'resource']),
  name: v.string(),
  model: v.exactOptional(v.string()),
  value: v.number(),
  low: doubtEnd,
  high: doubtEnd,
  share: v.pipe(v.number(), v.minValue(0)),
});

const one = v.strictObject({
  program: v.string(),
  file: v.nullable(v.string()),
  device: v.string(),
  qps: v.nullable(figures.qps),
  qpsRange: v.nullable(figures.qpsRange),
  callsPerSecond: v.nullable(figures.callsPerSecond),
  bounds: v.nullable(figures.bounds),
  bottleneck: v.nullable(figures.bottleneck),
  memory: v.nullable(figures.memory),
  wholeMs: v.exactOptional(
    v.pipe(
      rate,
      v.description('Time of a program that ends, start and end included; qps is of its steady loop.'),
    ),
  ),
  latency: v.nullable(figures.latency),
  run: v.nullable(figures.run),
  utilization: v.record(v.string(), share),
  devices: v.exactOptional(
    v.pipe(
      v.array(v.record(v.string(), share)),
      v.description('The same of each device, where there are several.'),
    ),
  ),
  hostThreads: v.record(v.string(), share),
  idle,
  criticalPath: v.array(criticalStep),
  speedups: v.array(v.strictObject({ resource: v.string(), factor: v.number(), qps: rate })),
  warnings: v.array(v.string()),
  doubts: v.exactOptional(
    v.pipe(
      v.array(doubt),
      v.description('What is not known and does something to the rate, the most decisive first.'),
    ),
  ),
  deciding: v.exactOptional(
    v.pipe(v.string(), v.description('What the rate hangs on, where that is one thing that is not known.')),
  ),
  problem: v.exactOptional(
    v.pipe(
      v.strictObject({ code: v.string(), message: v.string(), source: v.exactOptional(sourceRange) }),
      v.description('Why there is no rate; the figures are null then.'),
    ),
  ),
  coverage: v.pipe(
    v.nullable(coverage),
    v.description('How much of the program was understood; null for a pipeline without source.'),
  ),
  advice: v.pipe(v.array(advice), v.description('By gain, the largest first.')),
  together: v.pipe(
    v.nullable(v.strictObject({ rules: v.array(v.string()), gain })),
    v.description('All fixes that gain made at once.'),
  ),
  unknowns: v.array(unknown),
  parameters: v.array(parameter),
  plan: v.exactOptional(v.pipe(plan, v.description('Of simulate: does what arrives fit?'))),
});

/** One program is the object itself; of several there is a list. */
export const predictionOutputSchema = v.union([
  v.strictObject({ schemaVersion, ...one.entries }),
  v.strictObject({ schemaVersion, programs: v.array(one) }),
]);

const ms = v.pipe(v.number(), v.minValue(0));
const callTimes = v.nullable(
  v.strictObject({
    calls: count,
    perFrame: v.nullable(v.pipe(ms, v.description('Calls a frame.'))),
    hostMs: v.pipe(ms, v.description('Within one call.')),
    beforeMs: v.pipe(ms, v.description('From the thread’s call before to this.')),
    queueMs: v.nullable(v.pipe(ms, v.description('From the submission to the start on the device.'))),
    deviceMs: v.nullable(ms),
    idleMs: v.nullable(v.pipe(ms, v.description('In which the engine had no work before this.'))),
  }),
);
const bothRates = v.strictObject({ measured: v.nullable(rate), reference: v.nullable(rate) });

export const comparisonOutputSchema = v.strictObject({
  schemaVersion,
  program: v.string(),
  device: v.string(),
  reference: v.pipe(
    v.picklist(['prediction', 'before']),
    v.description('What the measurement is set beside: the prediction, or an earlier measurement.'),
  ),
  qps: v.pipe(bothRates, v.description('Frames/s.')),
  threads: v.pipe(
    v.strictObject({ measured: number, reference: number }),
    v.description('Threads that finish frames.'),
  ),
  lines: v.pipe(
    v.array(
      v.strictObject({
        source: v.nullable(sourceRange),
        call: v.string(),
        thread: v.pipe(v.string(), v.description('Entry function.')),
        measured: callTimes,
        reference: callTimes,
        share: v.nullable(
          v.pipe(
            v.number(),
            v.description('Of a frame’s time as measured, by how much this line makes it longer.'),
          ),
        ),
        cause: v.exactOptional(
          v.pipe(
            v.strictObject({ code: v.string(), message: v.string() }),
            v.description('The assumption of the prediction that is off.'),
          ),
        ),
      }),
    ),
    v.description('The largest difference first; means of one call, in ms.'),
  ),
  elsewhere: v.pipe(
    v.strictObject({ calls: number, share }),
    v.description('Calls at no place of the source, and their share of a frame.'),
  ),
  diagnosis: v.pipe(
    v.array(
      v.strictObject({
        code: v.string(),
        message: v.string(),
        share: v.pipe(share, v.description('Of the run’s time, how much it concerns at most.')),
        source: v.nullable(sourceRange),
      }),
    ),
    v.description('What the run suffers from, the host’s first.'),
  ),
  quantities: v.pipe(
    v.array(
      v.strictObject({
        kind: v.string(),
        subject: v.string(),
        unit: v.string(),
        predicted: v.nullable(v.number()),
        measured: v.number(),
        from: v.string(),
      }),
    ),
    v.description('Of the whole program; predicted: or before.'),
  ),
  notes: v.array(v.string()),
  exceeding: v.pipe(v.array(v.string()), v.description('What differs by more than --max-difference.')),
});

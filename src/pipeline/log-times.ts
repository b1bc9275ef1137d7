/** Times that a program's own log holds: what a line looks like, and what its time is of. The user says it once. */
import * as v from 'valibot';
import type { PatternProblem } from './log-pattern.ts';
import { patternProblem } from './log-pattern.ts';

const good = (problem: PatternProblem) => (line: string) => patternProblem(line) !== problem;

export const LogTimeSchema = v.pipe(
  v.strictObject({
    line: v.pipe(
      v.string(),
      v.maxLength(500, 'long-text'),
      v.check(good('pattern-name'), 'pattern-name'),
      v.check(good('pattern-number'), 'pattern-number'),
      v.check(good('pattern-text'), 'pattern-text'),
      v.check(good('pattern-apart'), 'pattern-apart'),
      v.description(
        'Text of the line, with {ms}, {us}, {ns}, {s}, {time} (its unit in the log) or {fps} where the number stands, {batch} for a batch, {count} for how many things took the time together, {*} for any text.',
      ),
    ),
    of: v.pipe(
      v.string(),
      v.regex(/^(frame|(model|stage) \S.{0,198})$/, 'no-log-target'),
      v.description('What the time is of: frame, stage NAME or model NAME.'),
    ),
    batch: v.exactOptional(
      v.pipe(
        v.number(),
        v.integer(),
        v.minValue(1),
        v.maxValue(1e6),
        v.description('Of the model, where neither its name nor the line tells it.'),
      ),
    ),
  }),
  v.check(({ line, of }) => !(of.startsWith('model ') && line.includes('{fps}')), 'rate-of-model'),
);

export const LogTimesSchema = v.pipe(
  v.array(LogTimeSchema),
  v.maxLength(100),
  v.description('Lines of the program’s own log that hold times, for calibrate and compare.'),
);

export type LogTime = v.InferOutput<typeof LogTimeSchema>;

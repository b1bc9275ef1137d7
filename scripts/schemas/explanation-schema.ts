/** Schema of the JSON that `explain` prints. */
import * as v from 'valibot';
import { count, finding, rate, schemaVersion, share, verdict } from './output-schemas.ts';

const cost = v.strictObject({
  what: v.pipe(v.string(), v.description('The call, or the work of the host.')),
  thread: v.pipe(v.string(), v.description('Entry function.')),
  resource: v.string(),
  milliseconds: v.pipe(rate, v.description('Of one execution.')),
  rangeMs: v.pipe(
    v.nullable(v.tuple([rate, rate])),
    v.description(
      'The least and the most that it may be; null where the source, or the user, gives the time.',
    ),
  ),
  perFrame: v.pipe(rate, v.description('Executions a frame.')),
  share: v.pipe(share, v.description('Of the time that a frame takes when nothing overlaps.')),
  confidence: v.nullable(v.picklist(['measured', 'specified', 'derived', 'assumed'])),
  assumption: v.exactOptional(v.string()),
});

const line = v.strictObject({
  schemaVersion,
  file: v.string(),
  line: count,
  text: v.string(),
  programs: v.pipe(
    v.array(
      v.strictObject({
        program: v.string(),
        verdict: v.nullable(verdict),
        share: v.pipe(share, v.description('With what calls on the line lead to.')),
        costs: v.array(cost),
        messages: v.pipe(v.array(v.string()), v.description('All that is known, a sentence each.')),
      }),
    ),
    v.description('The programs that reach the file.'),
  ),
  findings: v.array(finding),
});

const rule = v.strictObject({
  schemaVersion,
  rule: v.string(),
  page: v.pipe(v.string(), v.description('Markdown, in the language of the run.')),
});

export const explanationOutputSchema = v.union([line, rule]);

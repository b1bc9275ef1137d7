/** Does a program gain by a fix what its finding says? The rate of what the fix makes, against that of the change of the Pipeline. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Pipeline } from '../../../src/pipeline/pipeline.ts';
import { loadProfile } from '../../../src/profile/load.ts';
import { simulate } from '../../../src/sim/index.ts';
import { FOLDERS } from '../support/fix-table.ts';
import { changed, openedOf, programsIn } from '../support/trial.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const profile = loadProfile('ascend310');
/** Fixes that let the host wait less often, or later. */
const WAITS = [
  'sync-model-execute-in-loop',
  'sync-each-submission',
  'memcpy-sync-in-loop',
  'deep-async-queue',
];
/** Programs of which the fixed text is read otherwise: a counter that begins as `i{}`, and one that nothing calls. */
const KNOWN = /01-P1-raii-class|a05c-negative-is-choice|a01b-plain-unreached/;

const rate = (pipeline: Pipeline | undefined): number => (pipeline ? simulate(pipeline, profile).qps : NaN);

test.each(programsIn(ROOT, FOLDERS).filter(([name]) => !KNOWN.test(name)))('%s', (_, program) => {
  const { session } = openedOf(program);
  for (const { rule, fixes, counterfactual, range } of session.findings()) {
    const [fix] = fixes;
    if (!fix || !counterfactual || !WAITS.includes(rule)) continue;
    const before = session.programOf(range.file)?.pipeline;
    const fixed = openedOf(changed(program, fix.edits)).session.programOf(range.file)?.pipeline;
    const said = rate(before && counterfactual(before));
    const ratio = rate(fixed) / said;
    expect(Math.abs(ratio - 1), `${rule} at ${range.file}:${String(range.line)}`).toBeLessThan(0.05);
  }
});

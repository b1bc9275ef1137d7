/** The failures known today: `expected-failures.json`, a list that must shrink. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import * as v from 'valibot';
import { featuresOf } from './features.ts';
import type { Trial } from './trial.ts';

/** Features that make a program fail together, and a word on what goes wrong. */
const FailureSchema = v.strictObject({
  features: v.pipe(v.array(v.string()), v.minLength(1)),
  wrong: v.string(),
});
const FailuresSchema = v.array(FailureSchema);

export type Failure = v.InferOutput<typeof FailureSchema>;

const path = join('test', 'roundtrip', 'expected-failures.json');

/** @throws ValiError where the file does not follow its schema. */
export async function readFailures(): Promise<Failure[]> {
  return v.parse(FailuresSchema, JSON.parse(await readFile(path, 'utf8')));
}

/** Writes the list in an order that its content decides, without what another entry's features explain. */
export async function writeFailures(failures: Failure[]): Promise<void> {
  const sorted = failures
    .filter((failure) => !failures.some((other) => explains(other, failure)))
    .sort(
      (a, b) => a.features.length - b.features.length || (a.features.join() < b.features.join() ? -1 : 1),
    );
  const options = await resolveConfig(path);
  await writeFile(path, await format(JSON.stringify(sorted), { ...options, parser: 'json' }));
}

const explains = (other: Failure, failure: Failure): boolean =>
  other.features.length < failure.features.length &&
  other.features.every((feature) => failure.features.includes(feature));

/** The known failure that a trial has all features of. */
export function knownFailure(trial: Trial, failures: readonly Failure[]): Failure | undefined {
  const features = new Set(featuresOf(trial));
  return failures.find((failure) => failure.features.every((feature) => features.has(feature)));
}

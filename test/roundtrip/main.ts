/**
 * Round trips: Pipelines are written as C++ programs in all kinds of styles, and read back.
 * `npm run roundtrip -- --seed N [--count M] [--shrink K] [--keep FOLDER]` says what went wrong with which choices;
 * `--update` takes what is right by now off the list of known failures, and adds what the seed's trials and each
 * alternative alone show.
 */
import { parseArgs } from 'node:util';
import { knownFailure, readFailures, writeFailures, type Failure } from './expected.ts';
import { featuresOf, trialWith } from './features.ts';
import { writeTrial } from './keep.ts';
import { reportOf, tableOf } from './report.ts';
import { shrink } from './shrink.ts';
import { run, type Outcome, type Trial } from './trial.ts';
import { singleTrials, trialsOf } from './trials.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string' },
    shrink: { type: 'string', default: '10' },
    keep: { type: 'string', default: 'dist/roundtrip' },
    update: { type: 'boolean', default: false },
  },
});

function whole(name: 'seed' | 'shrink' | 'count', text: string): number {
  const number = Number(text);
  if (text !== '' && Number.isSafeInteger(number) && number >= 0) return number;
  console.error(`--${name} must be a whole number, not '${text}'`);
  process.exit(2);
}

async function report(failed: Outcome): Promise<Failure> {
  const smallest = await shrink(failed);
  console.log(reportOf(smallest, await writeTrial(values.keep, smallest)));
  return {
    features: featuresOf(smallest),
    wrong: smallest.difference.find((line) => !line.startsWith(' ')) ?? '',
  };
}

/** Failures that are not known yet are reported, and known from then on: each cause once. */
async function tryAll(trials: Trial[], known: Failure[], most: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let reported = 0;
  for (const trial of trials) {
    const outcome = await run(trial);
    outcomes.push(outcome);
    if (outcome.right || knownFailure(trial, known) || reported === most) continue;
    known.push(await report(outcome));
    reported++;
  }
  return outcomes;
}

async function stillWrong(known: Failure[]): Promise<Failure[]> {
  const left: Failure[] = [];
  for (const failure of known) if (!(await run(trialWith(failure.features))).right) left.push(failure);
  return left;
}

const seed = whole('seed', values.seed);
const trials = trialsOf(seed, values.count === undefined ? undefined : whole('count', values.count));
console.log(`seed ${seed}: ${trials.length} programs`);
if (values.update) {
  const known = await stillWrong(await readFailures());
  await tryAll([...singleTrials(), ...trials], known, Infinity);
  await writeFailures(known);
} else {
  const known = await readFailures();
  const outcomes = await tryAll(trials, [...known], whole('shrink', values.shrink));
  const wrong = outcomes.filter((outcome) => !outcome.right);
  const unexpected = wrong.filter((outcome) => !knownFailure(outcome, known));
  console.log(tableOf(outcomes));
  console.log(
    `${outcomes.length - wrong.length} of ${outcomes.length} right; ${unexpected.length} wrong and not in the list`,
  );
  process.exitCode = unexpected.length > 0 ? 1 : 0;
}

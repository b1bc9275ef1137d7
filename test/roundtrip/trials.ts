/** The trials of a seed. */
import { coverPairs, drawTrial } from './cover.ts';
import { Random } from './random.ts';
import { trialWith } from './features.ts';
import { alternatives, choices, needsOf, type Choice } from './style.ts';
import type { Trial } from './trial.ts';

/** Trials that cover all pairs; with more to do, drawn ones; with less, the first of them. */
export function trialsOf(seed: number, count?: number): Trial[] {
  const random = new Random(seed);
  const trials = coverPairs(random);
  while (trials.length < (count ?? 0)) trials.push(drawTrial(random));
  return trials.slice(0, count);
}

/** Each alternative by itself, all else at its simplest. */
export function singleTrials(): Trial[] {
  return choices.flatMap((choice) => alternatives(choice).map((name) => alone(choice, name)));
}

function alone(choice: Choice, name: string): Trial {
  const { queue } = needsOf([choice]);
  return trialWith([`${choice}=${name}`, ...(queue ? ['kind="queue"'] : [])]);
}

/** Trials that have every pair of alternatives of two choices at least once, where both matter. */
import { drawShape, type Shape } from './draw.ts';
import type { Random } from './random.ts';
import { alternatives, choices, matters, needsOf, simplest, type Choice, type Style } from './style.ts';
import type { Trial } from './trial.ts';

type Pair = [Choice, string, Choice, string];

const keyOf = (...[a, x, b, y]: Pair): string => `${a}=${x} ${b}=${y}`;

/** Greedy: each trial starts from a pair that no other has, and takes at each choice what adds most new pairs. */
export function coverPairs(random: Random): Trial[] {
  const open = allPairs();
  const trials: Trial[] = [];
  for (let next = open.values().next(); !next.done; next = open.values().next()) {
    const [a, x, b, y] = next.value;
    const shape = drawShape(random, needsOf([a, b]));
    const trial = { shape, style: completed({ [a]: x, [b]: y }, shape, open, random) };
    for (const key of pairsOf(trial)) open.delete(key);
    trials.push(trial);
  }
  return trials;
}

/** A trial of alternatives drawn one by one. */
export function drawTrial(random: Random): Trial {
  const shape = drawShape(random);
  return { shape, style: completed({}, shape, new Map(), random) };
}

function allPairs(): Map<string, Pair> {
  const pairs = new Map<string, Pair>();
  for (const [i, a] of choices.entries()) {
    for (const b of choices.slice(i + 1)) {
      for (const x of alternatives(a))
        for (const y of alternatives(b)) pairs.set(keyOf(a, x, b, y), [a, x, b, y]);
    }
  }
  return pairs;
}

function* pairsOf({ style, shape }: Trial): Generator<string> {
  const mattering = choices.filter((choice) => matters(choice, shape));
  for (const [i, a] of mattering.entries()) {
    for (const b of mattering.slice(i + 1)) yield keyOf(a, style[a], b, style[b]);
  }
}

function completed(start: Partial<Style>, shape: Shape, open: Map<string, Pair>, random: Random): Style {
  const style = { ...start };
  for (const choice of choices) {
    if (style[choice] !== undefined) continue;
    if (matters(choice, shape)) style[choice] = best(choice, style, open, random);
    else style[choice] = simplest()[choice];
  }
  return style as Style;
}

function best(choice: Choice, style: Partial<Style>, open: Map<string, Pair>, random: Random): string {
  const scored = alternatives(choice).map((name) => ({ name, score: newPairs(choice, name, style, open) }));
  const most = Math.max(...scored.map((one) => one.score));
  return random.pick(scored.filter((one) => one.score === most)).name;
}

function newPairs(choice: Choice, name: string, style: Partial<Style>, open: Map<string, Pair>): number {
  const at = choices.indexOf(choice);
  return choices.filter((other, i) => {
    const value = style[other];
    if (value === undefined) return false;
    return open.has(i < at ? keyOf(other, value, choice, name) : keyOf(choice, name, other, value));
  }).length;
}

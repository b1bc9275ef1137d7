/** A trial as the list of what is not the simplest about it, e.g. `loop=do-while` and `rounds=801`: what a failure is blamed on. */
import { settled, simplestShape, type Shape } from './draw.ts';
import { choices, simplest, type Style } from './style.ts';
import type { Trial } from './trial.ts';

/** What differs from the simplest trial, less what follows from the rest: a queue's stages, for one. */
export function featuresOf(trial: Trial): string[] {
  const all = differing(trial);
  return all.filter((feature) => {
    const rest = differing(trialWith(all.filter((other) => other !== feature)));
    return rest.join(' ') !== all.join(' ');
  });
}

function differing({ shape, style }: Trial): string[] {
  const plain = entriesOf(simplestShape(), simplest());
  return [...entriesOf(shape, style)]
    .filter(([name, value]) => plain.get(name) !== value)
    .map(([name, value]) => `${name}=${value}`);
}

/** The simplest trial with these features. @throws Error on one that nothing has. */
export function trialWith(features: readonly string[]): Trial {
  const trial: Trial = { shape: simplestShape(), style: simplest() };
  for (const feature of features) {
    const at = feature.indexOf('=');
    const [name, value] = [feature.slice(0, at), feature.slice(at + 1)];
    if (Object.hasOwn(trial.style, name)) trial.style = { ...trial.style, [name]: value };
    else if (Object.hasOwn(trial.shape, name))
      trial.shape = { ...trial.shape, [name]: JSON.parse(value) as never };
    else throw new Error(`no choice is called '${name}'`);
  }
  return { ...trial, shape: settled(trial.shape) };
}

/** The trials that lack one feature each. */
export function* withoutOne(trial: Trial): Generator<Trial> {
  const features = featuresOf(trial);
  for (const left of features) yield trialWith(features.filter((feature) => feature !== left));
}

function entriesOf(shape: Shape, style: Style): Map<string, string> {
  const shaped = Object.entries(shape).map(([name, value]) => [name, JSON.stringify(value)] as const);
  return new Map([...choices.map((choice) => [choice, style[choice]] as const), ...shaped]);
}

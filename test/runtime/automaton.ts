/** A thread's steps as an automaton: the words that it takes are the sequences of calls that the thread may make. */
import { atTurn } from '../../src/pipeline/turns.ts';
import { bodiesOf } from '../../src/pipeline/walk.ts';
import type { RepeatStep, Step } from '../../src/pipeline/pipeline.ts';
import { isCall } from '../../src/pipeline/step-calls.ts';
import type { LetterStep } from './letters.ts';
import type { ValueOf } from './quantities.ts';

/** One instruction; `next` and `other` are places of others. */
export type Instruction =
  | { kind: 'call'; step: LetterStep }
  /** Goes on at either place. */
  | { kind: 'either'; other: number }
  | { kind: 'jump'; next: number }
  /** Starts a counted loop of that depth. */
  | { kind: 'begin'; depth: number }
  /** One pass is done: back to `next` until there were `times`. */
  | { kind: 'again'; depth: number; times: number; next: number }
  | { kind: 'end' };

/**
 * `strict`: endless loops within loops do not end. `timesOf` gives the passes of a loop; where it gives none, any number
 * is right.
 */
export function automatonOf(program: readonly Step[], timesOf: ValueOf, strict = false): Instruction[] {
  const code: Instruction[] = [];
  addSteps(program, 0, { code, timesOf, strict, nested: false });
  code.push({ kind: 'end' });
  return code;
}

interface Target {
  code: Instruction[];
  timesOf: ValueOf;
  strict: boolean;
  /** Within a loop. */
  nested: boolean;
}

/** Whether there is any call of the runtime in it. */
export function saysAnything(program: readonly Step[]): boolean {
  return program.some((step) => isCall(step) || bodiesOf(step).some((body) => saysAnything(body)));
}

function addSteps(steps: readonly Step[], depth: number, target: Target): void {
  for (const step of steps) {
    if (isCall(step)) target.code.push({ kind: 'call', step });
    else if (step.kind === 'repeat') addLoop(step, depth, target);
    else if (step.kind === 'branch') addBranch(step.then, step.otherwise, depth, target);
    else if (step.kind === 'lock') addSteps(step.body, depth, target);
  }
}

function addBranch(then: readonly Step[], otherwise: readonly Step[], depth: number, target: Target): void {
  const { code } = target;
  const either = { kind: 'either' as const, other: 0 };
  code.push(either);
  addSteps(then, depth, target);
  const jump = { kind: 'jump' as const, next: 0 };
  code.push(jump);
  either.other = code.length;
  addSteps(otherwise, depth, target);
  jump.next = code.length;
}

function addLoop(step: RepeatStep, depth: number, target: Target): void {
  if (!saysAnything(step.body)) return;
  const times = step.times === 'forever' ? undefined : target.timesOf(step.times);
  if (times === undefined) addOpenLoop(step, depth, target);
  else if (times > 0) addCountedLoop(step, Math.round(times), depth, target);
}

/** Any number of passes: run time ends it. */
function addOpenLoop(step: RepeatStep, depth: number, target: Target): void {
  const { code } = target;
  const start = code.length;
  const ends = !(target.strict && target.nested && step.times === 'forever');
  const exits = passesOf(step).map((body) => {
    const either = { kind: 'either' as const, other: 0 };
    if (ends) code.push(either);
    addSteps(body, depth, { ...target, nested: true });
    return either;
  });
  code.push({ kind: 'jump', next: start });
  for (const either of exits) either.other = code.length;
}

function addCountedLoop(step: RepeatStep, times: number, depth: number, target: Target): void {
  const { code } = target;
  code.push({ kind: 'begin', depth });
  const start = code.length;
  const passes = passesOf(step);
  const ends = passes.map((body, at) => {
    addSteps(body, depth + 1, { ...target, nested: true });
    const next = at + 1 < passes.length ? code.length + 2 : start;
    const end = { kind: 'jump' as const, next: 0 };
    code.push({ kind: 'again', depth, times, next }, end);
    return end;
  });
  for (const end of ends) end.next = code.length;
}

/** The passes of a round: those that take streams or models in turn name others each. */
function passesOf({ body, turns = 1 }: RepeatStep): Step[][] {
  return Array.from({ length: turns }, (_, at) => (turns > 1 ? atTurn(body, at) : body));
}

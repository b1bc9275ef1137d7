/** The numbers of a program that a user can set, and what part they play. */
import type { Parameter, Pipeline, RepeatStep, Step } from '../pipeline/pipeline.ts';
import { ownValue } from '../base/own-value.ts';
import { assumedNames } from '../pipeline/parameters.ts';
import { impliedSettings } from '../pipeline/settable.ts';
import { walk } from '../pipeline/walk.ts';
import { namesIn, type Quantity } from '../pipeline/quantity.ts';

export type ParameterRole = 'threads' | 'depth' | 'batch' | 'streams';

export interface ParameterInUse {
  parameter: Parameter;
  /** The user's value where one is set, else the source's. */
  value: number;
  role?: ParameterRole;
}

/** A number, or the name of a mode's choice. */
export type SettingValue = number | string;

/** Only the settings that the pipeline has a use for: a workspace's settings serve several programs. */
export function settingsFor(
  pipeline: Pipeline,
  settings: Readonly<Record<string, SettingValue>>,
): Record<string, number> {
  const own = pipeline.parameters.flatMap((parameter) => {
    const given = ownValue(settings, parameter.name);
    const value = given === undefined ? undefined : valueOf(parameter, given);
    return value === undefined ? [] : [[parameter.name, value] as const];
  });
  const deployed = impliedSettings(pipeline).flatMap((name) => {
    const value = ownValue(settings, name);
    return typeof value === 'number' ? [[name, value] as const] : [];
  });
  return Object.fromEntries([...deployed, ...own]);
}

/** The number that a setting gives a parameter; undefined for the name of no choice that it has. */
export function valueOf({ choices = [] }: Parameter, given: SettingValue): number | undefined {
  if (typeof given === 'number') return given;
  const at = choices.indexOf(given);
  return at < 0 ? undefined : at;
}

/** A value of a parameter as a user reads it: by its name, where it is a mode's. */
export const choiceText = ({ choices }: Pick<Parameter, 'choices'>, value: number): string =>
  choices?.[value] ?? String(value);

export function parametersInUse(
  pipeline: Pipeline,
  settings: Readonly<Record<string, number>>,
): ParameterInUse[] {
  const roles = rolesIn(pipeline);
  return pipeline.parameters.map((parameter) => {
    const role = roles.get(parameter.name);
    const value = ownValue(settings, parameter.name) ?? parameter.value;
    return { parameter, value, ...(role === undefined ? {} : { role }) };
  });
}

/** The parameter of a role, where the pipeline has one. */
export function parameterWithRole(pipeline: Pipeline, role: ParameterRole): Parameter | undefined {
  const roles = rolesIn(pipeline);
  return pipeline.parameters.find(({ name }) => roles.get(name) === role);
}

/** The role of each parameter by where it stands: replicas, a model's batch, passes of a loop that submits, streams. */
function rolesIn(pipeline: Pipeline): Map<string, ParameterRole> {
  const roles = new Map<string, ParameterRole>();
  const note = (quantity: Quantity | undefined, role: ParameterRole): void => {
    for (const name of quantity === undefined ? [] : namesIn(quantity)) {
      if (!roles.has(name)) roles.set(name, role);
    }
  };
  for (const thread of pipeline.threads) if (!isSource(thread.program)) note(thread.replicas, 'threads');
  for (const model of pipeline.models) note(model.batch, 'batch');
  for (const stream of pipeline.streams) note(stream.count, 'streams');
  const assumed = assumedNames(pipeline);
  const isGuess = (quantity: Quantity): boolean => namesIn(quantity).some((name) => assumed.has(name));
  for (const thread of pipeline.threads) {
    for (const { times, isOutermost } of boundedLoops(thread.program))
      if (!isOutermost || !isGuess(times)) note(times, 'depth');
  }
  return roles;
}

/** A camera or client: it sleeps, puts frames into a queue and takes none. More of them are more work, not more speed. */
function isSource(program: readonly Step[]): boolean {
  const kinds = new Set<string>();
  for (const step of walk(program)) kinds.add(step.kind === 'host' && !step.busy ? 'sleep' : step.kind);
  return kinds.has('sleep') && kinds.has('enqueue') && !kinds.has('dequeue') && !kinds.has('submit');
}

interface BoundedLoop {
  times: Quantity;
  /** In no other loop: how much there is to do, where the source leaves that open. */
  isOutermost: boolean;
}

/** Bounded loops that submit work which the host waits for behind them: their passes are what is queued before it does. */
function boundedLoops(steps: readonly Step[], isOutermost = true): BoundedLoop[] {
  return steps.flatMap((step, at): BoundedLoop[] => {
    if (step.kind === 'lock') return boundedLoops(step.body, isOutermost);
    if (step.kind === 'branch') return boundedLoops([...step.then, ...step.otherwise], isOutermost);
    if (step.kind !== 'repeat') return [];
    const isBound = step.times !== 'forever' && submits(step.body);
    const isJob = isOutermost
      ? !isQueuedWhole(step.body, steps.slice(at + 1))
      : !isQueueOfFrames(step, steps);
    const own = isBound && !isJob ? [{ times: step.times, isOutermost }] : [];
    return [...own, ...boundedLoops(step.body, false)];
  });
}

/** A loop in no other is the whole job, and fewer passes are less work, unless all of it is queued and waited for behind. */
function isQueuedWhole(body: readonly Step[], behind: readonly Step[]): boolean {
  const isPaced = [...walk(body)].some(({ kind }) => kind === 'wait' || kind === 'dequeue');
  return !isPaced && [...walk(behind)].some((step) => step.kind === 'wait' && step.for !== 'thread');
}

/**
 * Passes inside of another loop are frames in flight where nothing in them waits, something beside them does, and a frame
 * needs no more than its pass: boxes, rows or layers of a frame are what the program computes, however many there are.
 */
function isQueueOfFrames({ times, body }: RepeatStep, beside: readonly Step[]): boolean {
  const inside = [...walk(body)];
  const waits = inside.some(
    (step) => step.kind === 'wait' || (step.kind === 'submit' && step.mode === 'sync'),
  );
  if (waits || !beside.some((step) => step.kind === 'wait' && step.for !== 'thread')) return false;
  const others = beside.filter((step) => step.kind !== 'repeat' || step.times !== times);
  return [...walk<Step>(others)].every((step) => step.kind !== 'submit' && step.kind !== 'dequeue');
}

function submits(steps: readonly Step[]): boolean {
  return steps.some(
    (step) =>
      step.kind === 'submit' ||
      ((step.kind === 'repeat' || step.kind === 'lock') && submits(step.body)) ||
      (step.kind === 'branch' && submits([...step.then, ...step.otherwise])),
  );
}

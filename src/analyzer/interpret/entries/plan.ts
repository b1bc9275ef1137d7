/** How others would use what nothing calls: found by following each function once, on one object of its class. */
import type { FunctionDeclaration } from '../../syntax/ast.ts';
import { lastName } from '../../program/qualified.ts';
import type { TraceNode } from '../../trace/nodes.ts';
import { classifyLoops } from '../after/frame-loops.ts';
import { hasEffect, type EffectKind } from '../effects.ts';
import type { Interpreter } from '../interpreter.ts';
import { runPending } from '../threads/spawn.ts';
import { beginEntry, callOnce, instanceOf, type Course } from './follow.ts';
import { inOrderOfUse, ordered } from './order.ts';
import { heldBy } from './held.ts';
import type { Uses } from './uses.ts';
import { doingOf, queuesIn, type Doing, type Followed } from './trial.ts';
import type { TraceObject } from '../../trace/values.ts';
import type { Instance } from '../values/value.ts';

/** Functions that belong together: the methods of a class that nothing calls, or one function. */
export interface Unit {
  owner?: string | undefined;
  functions: readonly FunctionDeclaration[];
  /** Those of which a comment, or the user, says that they are called once a frame: nothing is left to judge. */
  certain: readonly FunctionDeclaration[];
}

interface Tried {
  declaration: FunctionDeclaration;
  does: Doing;
}

/** The ways in which a unit is used; none where it gives the device no work. `run` is one to try it in. */
export function coursesOf(run: Interpreter, { owner, functions, certain }: Unit): Course[] {
  const [enders, others] = divided(functions, (one) => !certain.includes(one) && isEnder(run, one));
  const all = tryAll(run, owner, inOrderOfUse(others, fieldsOf(run, owner)));
  const [closing, tried] = divided(all, ({ does }) => does.ends && !does.loops);
  const before = tried
    .filter((one) => isSetUp(run, one))
    .map(declarationOf)
    .filter((one) => !certain.includes(one));
  const common = { owner, before, after: [...closing.map(declarationOf), ...enders] };
  if (certain.length) return [{ ...common, frame: certain, repeats: true }];
  const runs = tried.filter(({ does }) => does.works && does.loops).map((one) => wholeRun(common, one));
  const frames = chainsOf(tried.filter(isFrame)).map((chain) => ({
    ...common,
    frame: chain.map(declarationOf),
    repeats: true,
  }));
  return runs.length + frames.length > 0 ? [...runs, ...frames] : onceThrough(common, all);
}

const declarationOf = ({ declaration }: Tried): FunctionDeclaration => declaration;

/** It gives work and makes nothing that lives on. */
const isFrame = ({ does }: Tried): boolean => does.works && !does.loops && !does.sets && !does.keeps;

type Common = Omit<Course, 'frame' | 'repeats'>;

/** It has its own loop over the frames; what sets itself up needs nothing before it. */
function wholeRun(common: Common, { declaration, does }: Tried): Course {
  const frame = [declaration];
  return does.sets
    ? { ...common, before: [], after: [], frame, repeats: false }
    : { ...common, frame, repeats: false };
}

/** One frame with all that is needed for it, or what only starts threads. */
function onceThrough(common: Common, tried: readonly Tried[]): Course[] {
  const frame = tried.filter(({ does }) => does.works).map(declarationOf);
  if (!frame.length) return [];
  const isOther = (one: FunctionDeclaration): boolean => !frame.includes(one);
  return [
    {
      ...common,
      before: common.before.filter(isOther),
      after: common.after.filter(isOther),
      frame,
      repeats: false,
    },
  ];
}

/** What only gives things back; before it does, it may tell the device that no more comes. */
function isEnder(run: Interpreter, { body = [] }: FunctionDeclaration): boolean {
  const does = (kind: EffectKind): boolean => hasEffect(run, body, kind);
  return (does('ending') && !does('effect')) || (does('closing') && !does('making'));
}

function isSetUp(run: Interpreter, one: Tried): boolean {
  const { declaration, does } = one;
  if (isFrame(one) || does.loops) return false;
  return does.works || does.sets || does.keeps || hasEffect(run, declaration.body ?? [], 'effect');
}

function tryAll(run: Interpreter, owner: string | undefined, all: readonly FunctionDeclaration[]): Tried[] {
  const [first] = all;
  if (!first) return [];
  const thread = beginEntry(run, first, first.name);
  const self = owner === undefined ? undefined : instanceOf(run, owner, thread);
  const followed = all.map((declaration): Followed & Pick<Tried, 'declaration'> => {
    const nodes: TraceNode[] = [];
    const before = run.trace.threads.length;
    Object.assign(run, { thread, loops: [], path: [], nodes });
    callOnce(run, declaration, self, nodes);
    runPending(run);
    const threads = run.trace.threads.slice(before);
    for (const one of [{ ...thread, body: nodes }, ...threads]) classifyLoops(one, run.parameters);
    return { declaration, nodes, threads, isHeld: holding(self) };
  });
  const bodies = followed.flatMap(({ threads }) => threads.map(({ body }) => body));
  const taken = new Set(bodies.flatMap((body) => queuesIn(body, 'dequeue')));
  return followed.map((one) => ({ declaration: one.declaration, does: doingOf(one, taken) }));
}

/** What outlives a call: all that the object has; without one, whoever called has it. */
function holding(self: Instance | undefined): (object: TraceObject) => boolean {
  const held = self && heldBy(self);
  return (object) => held?.has(object) ?? true;
}

function fieldsOf(run: Interpreter, owner: string | undefined): ReadonlySet<string> {
  const declared = owner === undefined ? undefined : run.symbols.findClass(owner);
  return new Set(declared?.fields.map(({ name }) => name));
}

/** What one writes another reads: those are parts of one frame. Others are different ways to do one. */
function chainsOf(frames: readonly Tried[]): Tried[][] {
  const chains: Tried[][] = [];
  for (const one of frames) {
    const tied = chains.filter((chain) => chain.some((other) => areTied(one.does, other.does)));
    for (const chain of tied) chains.splice(chains.indexOf(chain), 1);
    const members = new Set([...tied.flat(), one]);
    chains.push(frames.filter((other) => members.has(other)));
  }
  return chains.map((chain) => ordered(chain, (first, second) => feeds(first.does, second.does)));
}

const areTied = (a: Doing, b: Doing): boolean => feeds(a, b) || feeds(b, a);

const feeds = ({ writes }: Doing, { reads }: Doing): boolean => [...writes].some((one) => reads.has(one));

function divided<T>(all: readonly T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))];
}

/** The methods of the root's class that its others do not use, or the one function. */
export function unitOf(
  uses: Uses,
  root: FunctionDeclaration,
  isOpen: (one: FunctionDeclaration) => boolean,
): Unit {
  const { owner } = root;
  if (owner === undefined) return { functions: interfaceOf(uses, root, isOpen), certain: [] };
  if (root.isStatic) return { owner, functions: [root], certain: [] };
  const isFree = (one: FunctionDeclaration): boolean =>
    one === root || !uses.usersOf(one).some((user) => user.owner === owner);
  const own = uses.functions.filter((one) => one.owner === owner && !isLife(one));
  return { owner, functions: own.filter((one) => isOpen(one) && isFree(one)), certain: [] };
}

/**
 * The functions that nothing calls and that are handed objects of the same class as the root, where one of them makes these:
 * what makes them comes first. Else the root alone.
 */
function interfaceOf(
  uses: Uses,
  root: FunctionDeclaration,
  isOpen: (one: FunctionDeclaration) => boolean,
): FunctionDeclaration[] {
  const { classes } = uses.handles(root);
  const isOne = (one: FunctionDeclaration): boolean =>
    one.owner === undefined &&
    one.name !== 'main' &&
    (one === root || (isOpen(one) && !uses.usersOf(one).length)) &&
    [...uses.handles(one).classes].some((name) => classes.has(name));
  const all = classes.size ? uses.functions.filter(isOne) : [];
  const makes = (one: FunctionDeclaration): boolean =>
    [...uses.handles(one).made].some((name) => classes.has(name));
  const [makers, others] = divided(all, makes);
  return makers.length ? [...makers, ...others] : [root];
}

/** Constructors and destructors are called with the object. */
const isLife = ({ name, owner = '' }: FunctionDeclaration): boolean =>
  lastName(name).replace('~', '') === lastName(owner);

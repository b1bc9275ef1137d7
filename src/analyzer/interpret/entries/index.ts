/** What nothing at hand calls, read as others would use it: each a program of its own. */
import type { SymbolTable } from '../../program/symbols.ts';
import { lastName } from '../../program/qualified.ts';
import { literalText } from '../../literal.ts';
import type { Chunk, FunctionDeclaration } from '../../syntax/ast.ts';
import { progress } from '../../../pipeline/progress.ts';
import { drives, type ProgramTrace } from '../../trace/nodes.ts';
import { HELD_IN_A_STEP, type Budget } from '../budget.ts';
import { finishTrace } from '../after/finish.ts';
import type { Interpreter } from '../interpreter.ts';
import { runPending } from '../threads/spawn.ts';
import { followCourse, type Course } from './follow.ts';
import { coursesOf, unitOf, type Unit } from './plan.ts';
import { bodiesIn, rootsOf, Uses, workers } from './uses.ts';

/** An entry that was followed. */
export interface FollowedEntry {
  /** The function, or the class whose methods are called together. */
  name: string;
  course: Course;
  isCertain: boolean;
  trace: ProgramTrace;
  exhausted: boolean;
  entered: ReadonlySet<unknown>;
  absent: readonly string[];
}

/** A function that was tried, with others of its class, and gives the device no work, however it is called. */
export interface Fruitless {
  root: FunctionDeclaration;
  functions: readonly FunctionDeclaration[];
  /** The texts that it came to. */
  chunks: readonly Chunk[];
  /** What trying it took. */
  steps: number;
}

export interface EntryRequest {
  symbols: SymbolTable;
  /** What programs come to already. */
  reached: ReadonlySet<unknown>;
  /** The user says that this one is called once a frame. */
  isCertain(declaration: FunctionDeclaration): boolean;
  /** A new run over the files, with an empty trace. */
  start(): Interpreter;
  /** What is known to come to nothing. */
  fruitless: readonly Fruitless[];
  /** What all of them together may take. */
  together: Budget;
  /** Calls in the text of the files: of each entry it is told which of them it comes to. */
  callsInText: number;
}

export interface FollowedEntries {
  found: readonly FollowedEntry[];
  /** What was tried in vain, none of `request.fruitless`. */
  fruitless: readonly Fruitless[];
  /** What following them took, without what was known. */
  steps: number;
}

/** Entries as they are found: those that nothing uses first, then what these do not come to. */
export function followEntries(request: EntryRequest): FollowedEntries {
  const uses = new Uses(request.symbols, bodiesIn(request.symbols));
  const isDead = deadIn(request);
  const entries = new Entries(request, uses);
  for (const one of uses.functions) if (request.isCertain(one)) entries.follow(one, true);
  for (;;) {
    const open = workers(uses, (one) => !entries.knows(one) && !isDead(one));
    if (!open.size || request.together.isSpent) return entries;
    for (const root of rootsOf(uses, open))
      if (!request.together.isSpent && !entries.knows(root)) entries.follow(root, false);
  }
}

/** A `main` is no entry, and a function of its own file alone that nothing there names is never called. */
function deadIn({ start }: EntryRequest): (one: FunctionDeclaration) => boolean {
  const { facts } = start();
  return ({ isStatic, owner, name, chunk }) => {
    // A program begins at it, whether that can be followed or not.
    if (name === 'main') return true;
    if (!isStatic || owner !== undefined) return false;
    const uses = facts.get(chunk.file)?.text.match(new RegExp(`\\b${literalText(lastName(name))}\\b`, 'g'));
    return uses?.length === 1;
  };
}

class Entries implements FollowedEntries {
  readonly found: FollowedEntry[] = [];
  readonly fruitless: Fruitless[] = [];
  /** What was charged for what is known to come to nothing. */
  private charged = 0;
  private readonly known: Set<unknown>;

  constructor(
    private readonly request: EntryRequest,
    private readonly uses: Uses,
  ) {
    this.known = new Set(request.reached);
  }

  get steps(): number {
    return this.request.together.spent.steps - this.charged;
  }

  knows(one: FunctionDeclaration): boolean {
    return this.known.has(one) || this.known.has(one.written ?? one);
  }

  follow(root: FunctionDeclaration, isCertain: boolean): void {
    progress();
    const unit = unitOf(this.uses, root, (one) => isCertain || !this.knows(one));
    const certain = isCertain ? [root] : [];
    // Tried once, whatever it comes to.
    for (const one of isCertain ? certain : [root, ...unit.functions]) this.known.add(one);
    if (isCertain || !this.isFruitless(root, unit)) this.attempt(root, { ...unit, certain });
  }

  /** Whether it was tried before: it takes as much again, so that what is known of other programs changes no answer. */
  private isFruitless(root: FunctionDeclaration, { functions }: Unit): boolean {
    const before = this.request.fruitless.find(
      (one) =>
        one.root === root &&
        one.functions.length === functions.length &&
        one.functions.every((other, at) => other === functions[at]),
    );
    if (!before) return false;
    this.charged += before.steps;
    this.request.together.charge(before.steps);
    return true;
  }

  private attempt(root: FunctionDeclaration, unit: Unit): void {
    const { together, start } = this.request;
    const before = together.spent.steps;
    const found = this.found.length;
    const tried = start();
    const runs = [tried];
    for (const course of coursesOf(tried, unit)) runs.push(this.add(course, unit));
    // What was cut short tells nothing.
    if (this.found.length > found || together.isSpent) return;
    const { functions } = unit;
    const steps = together.spent.steps - before;
    this.fruitless.push({ root, functions, chunks: chunksOf([root, ...functions], runs), steps });
  }

  private add(course: Course, { owner, certain }: Unit): Interpreter {
    const run = this.request.start();
    followCourse(run, course);
    runPending(run);
    finishTrace(run);
    const { trace, exhausted, followed: entered } = run;
    if (!drives(trace)) return run;
    for (const one of entered) this.known.add(one);
    const [only, more] = course.frame;
    const name = (more ? owner : only?.name) ?? '';
    this.request.together.charge(Math.floor(this.request.callsInText / HELD_IN_A_STEP));
    const isCertain = certain.length > 0;
    this.found.push({ name, course, isCertain, trace, exhausted, entered, absent: [] });
    return run;
  }
}

/** Of what was entered, what is no lambda. */
export const isDeclaration = (one: unknown): one is FunctionDeclaration =>
  typeof one === 'object' && one !== null && 'chunk' in one;

/** The texts of the functions, of their classes, and of all that the runs have come to. */
function chunksOf(functions: readonly FunctionDeclaration[], runs: readonly Interpreter[]): Chunk[] {
  const classes = runs.flatMap(({ symbols }) =>
    functions.flatMap(({ owner }) => (owner === undefined ? [] : (symbols.findClass(owner) ?? []))),
  );
  const entered = runs.flatMap(({ followed }) => [...followed].filter(isDeclaration));
  return [...new Set([...functions, ...classes, ...entered].map(({ chunk }) => chunk))];
}

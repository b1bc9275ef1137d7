/** What nothing at hand calls, read as others would use it: each a program of its own. */
import type { SymbolTable } from '../../program/symbols.ts';
import { lastName } from '../../program/qualified.ts';
import { literalText } from '../../literal.ts';
import type { FunctionDeclaration } from '../../syntax/ast.ts';
import { progress } from '../../../pipeline/progress.ts';
import { drives, type ProgramTrace } from '../../trace/nodes.ts';
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

export interface EntryRequest {
  symbols: SymbolTable;
  /** What programs come to already. */
  reached: ReadonlySet<unknown>;
  /** The user says that this one is called once a frame. */
  isCertain(declaration: FunctionDeclaration): boolean;
  /** A new run over the files, with an empty trace. */
  start(): Interpreter;
  /** One more was found. */
  found(): void;
  /** Whether all of them together are at their limit. */
  isSpent(): boolean;
}

/** Entries as they are found: those that nothing uses first, then what these do not come to. */
export function followEntries(request: EntryRequest): FollowedEntry[] {
  const uses = new Uses(request.symbols, bodiesIn(request.symbols));
  const isDead = deadIn(request);
  const entries = new Entries(request, uses);
  for (const one of uses.functions) if (request.isCertain(one)) entries.follow(one, true);
  for (;;) {
    const open = workers(uses, (one) => !entries.knows(one) && !isDead(one));
    if (!open.size || request.isSpent()) return entries.found;
    for (const root of rootsOf(uses, open))
      if (!request.isSpent() && !entries.knows(root)) entries.follow(root, false);
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

class Entries {
  readonly found: FollowedEntry[] = [];
  private readonly known: Set<unknown>;

  constructor(
    private readonly request: EntryRequest,
    private readonly uses: Uses,
  ) {
    this.known = new Set(request.reached);
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
    for (const course of coursesOf(this.request.start(), { ...unit, certain }))
      this.add(course, unit, isCertain);
  }

  private add(course: Course, { owner }: Unit, isCertain: boolean): void {
    const run = this.request.start();
    followCourse(run, course);
    runPending(run);
    finishTrace(run);
    const { trace, exhausted, followed: entered } = run;
    if (!drives(trace)) return;
    for (const one of entered) this.known.add(one);
    const [only, more] = course.frame;
    const name = (more ? owner : only?.name) ?? '';
    this.request.found();
    this.found.push({ name, course, isCertain, trace, exhausted, entered, absent: [] });
  }
}

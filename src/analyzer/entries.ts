/** The entries of a workspace: what no program comes to, group of files by group of files, followed again only where it must be. */
import { drivesDevice } from '../pipeline/device-work.ts';
import { Annotations } from './extract/annotations.ts';
import { followLeft, NOTHING_FOUND, nothingOf, type Analyzed, type FollowedLeft } from './followed.ts';
import { FruitlessTries } from './fruitless.ts';
import { ENTRY_STEPS } from './interpret/budget.ts';
import { isDeclaration, type Fruitless, type Reading } from './interpret/index.ts';
import type { ProgramFiles } from './program/programs.ts';
import { lastName } from './program/qualified.ts';
import type { FileFacts } from './syntax/facts.ts';
import type { FunctionDeclaration } from './syntax/ast.ts';
import { callsOf } from './trace/nodes.ts';
import { attempt } from './walls.ts';

interface Known {
  /** What the entries were found by: the files as they read, and which of their functions were reached and named. */
  by: readonly unknown[];
  left: FollowedLeft;
}

/** What the groups before have come to. */
interface Before {
  reached: ReadonlySet<unknown>;
  named: ReadonlySet<string>;
  fruitless: readonly Fruitless[];
  /** What entries may take still. */
  mostSteps: number;
}

export class Entries {
  private known = new Map<string, Known>();

  constructor(private readonly reading: Reading) {}

  forget(): void {
    this.known.clear();
  }

  /** All that was followed. */
  all(): Analyzed[] {
    return [...this.known.values()].flatMap(({ left }) => left.found);
  }

  /**
   * Of each program's and library's files what the programs, and the entries before, do not come to. In a file in which a
   * program that drives a device is at work it is what the file offers others, or dead: nothing is found in it unless the
   * user says otherwise.
   */
  beside(
    groups: readonly ProgramFiles[],
    programs: readonly Analyzed[],
    { named, unbuilt }: { named: ReadonlySet<string>; unbuilt: ReadonlySet<string> },
  ): Analyzed[] {
    const reached = new Set(programs.flatMap(({ result }) => [...result.entered]));
    const driving = programs.filter(({ pipeline }) => drivesDevice(pipeline));
    const near = new Set(driving.flatMap(({ program }) => program.files));
    const atWork = new Set(driving.flatMap(({ result }) => filesOf(result.entered)));
    const known = this.known;
    this.known = new Map();
    const tries = new FruitlessTries();
    let spent = 0;
    return groups.flatMap((group) => {
      const files = group.files.flatMap((file) => this.reading.facts.get(file) ?? []);
      const before = { reached, named, fruitless: tries.in(files), mostSteps: stepsAfter(spent) };
      const { found, fruitless, steps } = this.ofGroup(group, before, known);
      spent += steps;
      tries.note(files, fruitless);
      for (const { result } of found) for (const one of result.entered) reached.add(one);
      return found.filter((one) => {
        const [own = ''] = one.program.files;
        mark(one, group.kind === 'library', unbuilt.has(own) || atWork.has(own));
        judge(one, !atWork.has(own) || one.isCertain === true);
        return one.isCertain === true || submits(one) || !(near.has(own) || unbuilt.has(own));
      });
    });
  }

  private ofGroup(group: ProgramFiles, before: Before, all: ReadonlyMap<string, Known>): FollowedLeft {
    const key = JSON.stringify([group.name, group.kind, group.main?.chunk.file, group.files]);
    const by = this.basisOf(group, before);
    const known = all.get(key);
    const isSame = known?.by.length === by.length && by.every((one, i) => one === known.by[i]);
    const left = isSame ? known.left : this.follow(group, before);
    this.known.set(key, { by, left });
    return left;
  }

  private follow(group: ProgramFiles, { reached, named, fruitless, mostSteps }: Before): FollowedLeft {
    const annotations = new Annotations(this.reading.facts);
    const isCertain = (one: FunctionDeclaration): boolean =>
      named.has(one.name) || named.has(lastName(one.name)) || isMarked(one, annotations, this.reading.facts);
    return attempt(
      () => followLeft(group, this.reading, { reached, isCertain, fruitless, mostSteps }),
      (why) => ({ found: [{ ...nothingOf(group), kind: 'rest', failure: why }], fruitless: [], steps: 0 }),
    );
  }

  private basisOf(group: ProgramFiles, { reached, named, fruitless, mostSteps }: Before): unknown[] {
    const files = group.files.map((file) => this.reading.facts.get(file));
    const inside = files.flatMap(
      (one) => one?.declarations.filter((declaration) => reached.has(declaration)) ?? [],
    );
    const tried = fruitless.flatMap(({ root, functions, steps }) => [root, ...functions, steps]);
    return [...files, ...inside, ...[...named].sort(), ...tried, mostSteps];
  }
}

/** What the entries of the next group may take, where those before took so much. */
const stepsAfter = (spent: number): number =>
  Math.max(ENTRY_STEPS.least, Math.min(ENTRY_STEPS.group, ENTRY_STEPS.all - spent));

/**
 * What a `main` does not come to in its own files counts for nothing in the coverage. In a file in which a program that
 * drives a device is at work, or that nothing builds, it is no program of its own unless it is asked for.
 */
function mark(one: Analyzed, isLibrary: boolean, isAside: boolean): void {
  one.counts = isLibrary;
  if (one.kind !== 'rest') one.kind = isAside && !one.isCertain ? 'beside' : 'entry';
}

/** Leaves it to the rules, or keeps it from them. */
function judge(one: Analyzed, isJudged: boolean): void {
  if (!isJudged) one.checked = NOTHING_FOUND;
  else if (one.checked === NOTHING_FOUND && one.failure === undefined) one.checked = undefined;
}

/** Helpers that a program which drives its device does not need, as many that only copy, are no pipelines. */
const submits = ({ result }: Analyzed): boolean =>
  result.trace.threads.some(({ body }) =>
    callsOf(body).some(({ row }) => row.role === 'execute' || row.role === 'submit'),
  );

/** The files of the functions that were entered. */
const filesOf = (entered: ReadonlySet<unknown>): string[] =>
  [...entered].flatMap((one) => (isDeclaration(one) ? [one.chunk.file] : []));

/** `// acl-perf: entry` at its name, or above it. */
function isMarked(
  { chunk, nameStart, nameEnd, start }: FunctionDeclaration,
  annotations: Annotations,
  facts: ReadonlyMap<string, FileFacts>,
): boolean {
  const lines = facts.get(chunk.file)?.lines;
  if (!lines || !facts.get(chunk.file)?.annotations.length) return false;
  return [nameStart, start].some((at) =>
    annotations.at(lines.range(chunk.file, chunk.base + at, chunk.base + nameEnd))?.has('entry'),
  );
}

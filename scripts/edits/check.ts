/**
 * Edits workspaces at random, as an editor does, and after each edit holds what the analyzer says against what a fresh
 * one says of the same texts. They must say the same.
 */
import fc from 'fast-check';
import type { Parser } from 'web-tree-sitter';
import type { WorkspaceAnalyzer } from '../../src/analyzer/workspace.ts';
import { answersOf, difference, freshFor, tell } from './compare.ts';
import { Desk, type Step } from './desk.ts';
import { Draw, RANGE } from './draw.ts';
import { makeEdit } from './edits.ts';
import { allWorkspaces, type Workspace } from './workspaces.ts';

/** Edits of one workspace in a row. */
const COURSE = 25;

export interface Failure {
  /** Draws the same edits again. */
  seed: number;
  workspace: string;
  /** The edits that are left when none can be left out, the last of which shows the difference. */
  steps: Step[][];
  what: string;
  ours: string;
  fresh: string;
}

export interface Outcome {
  /** How many edits were compared. */
  edits: number;
  failures: Failure[];
}

interface Course {
  workspace: number;
  /** For each edit the numbers that it is drawn by. */
  edits: readonly (readonly number[])[];
}

type Difference = Omit<Failure, 'seed'>;

const drawn = (workspaces: number): fc.Arbitrary<Course> =>
  fc.record({
    workspace: fc.nat(workspaces - 1),
    edits: fc.array(fc.array(fc.nat(RANGE - 1), { minLength: 12, maxLength: 12 }), {
      minLength: COURSE,
      maxLength: COURSE,
    }),
  });

export class EditCheck {
  private readonly workspaces = allWorkspaces();
  private readonly courses = fc.noBias(drawn(this.workspaces.length));

  constructor(private readonly parser: Parser) {}

  /** At least so many edits, by the seed and those after it; stops at a failure that `isEnough`. */
  run(seed: number, edits: number, isEnough: (failure: Failure) => boolean = () => true): Outcome {
    const failures: Failure[] = [];
    let done = 0;
    for (let next = seed; done < edits; next++, done += COURSE) {
      const [course] = fc.sample(this.courses, { seed: next, numRuns: 1 });
      const found = course && this.follow(course);
      if (!found) continue;
      const failure = { seed: next, ...this.shrunk(course, found) };
      failures.push(failure);
      if (isEnough(failure)) break;
    }
    return { edits: done, failures };
  }

  /** Leaves out the edits without which there still is a difference. */
  private shrunk({ workspace, edits }: Course, found: Difference): Difference {
    let smallest = found;
    let left = edits.slice(0, found.steps.length);
    for (let at = left.length - 1; at >= 0; at--) {
      const fewer = left.toSpliced(at, 1);
      const still = this.follow({ workspace, edits: fewer });
      if (!still) continue;
      smallest = still;
      left = fewer.slice(0, still.steps.length);
    }
    return smallest;
  }

  /** The first difference that the edits of a course lead to. */
  private follow({ workspace: at, edits }: Course): Difference | undefined {
    const workspace = this.workspaces[at];
    if (!workspace) return undefined;
    const desk = new Desk(workspace.texts);
    const analyzer = freshFor(desk, this.parser);
    const found = this.followEdits(workspace, desk, analyzer, edits);
    for (const file of desk.files) analyzer.remove(file);
    return found;
  }

  private followEdits(
    { name }: Workspace,
    desk: Desk,
    analyzer: WorkspaceAnalyzer,
    edits: Course['edits'],
  ): Difference | undefined {
    const done: Step[][] = [];
    for (const numbers of edits) {
      const draw = new Draw(numbers);
      const first = draw.oneOf(['findings', 'programs'] as const);
      const isAsked = !draw.isOnce(5);
      const steps = makeEdit(desk, draw);
      for (const step of steps) tell(analyzer, step);
      done.push(steps);
      if (!isAsked && numbers !== edits.at(-1)) continue;
      const open = stepFile(steps) ?? desk.files[0] ?? '';
      const ours = answersOf(analyzer, desk.files, open, first);
      const wrong = difference(ours, answersOf(freshFor(desk, this.parser), desk.files, open, first));
      if (wrong) return { workspace: name, steps: done, ...wrong };
    }
    return undefined;
  }
}

function stepFile(steps: readonly Step[]): string | undefined {
  const last = steps.at(-1);
  return last && last.kind !== 'configure' ? last.file : undefined;
}

import type { Problem, ProblemId } from './problems.ts';
import { PROBLEMS, problem } from './problems.ts';
import type { SourceRange } from './source.ts';
import type { Values } from './words.ts';
import { UserError } from './words.ts';

/** Says each of its places itself. */
const PLACED: ReadonlySet<ProblemId> = new Set(['deadlock-of-several']);

/** A Pipeline that cannot be used. It is one sentence that says what and where; `range` is the place in the source. */
export class PipelineError extends UserError<ProblemId> {
  /** What is wrong, without the place. */
  readonly problem: Problem;
  readonly range: SourceRange | undefined;

  constructor(id: ProblemId, data: Values<ProblemId> = {}, range?: SourceRange) {
    const what = problem(id, data);
    super(
      PROBLEMS,
      range && !PLACED.has(id) ? problem('at-line', { what, file: range.file, line: range.line }) : what,
    );
    this.name = 'PipelineError';
    this.problem = what;
    this.range = range;
  }
}

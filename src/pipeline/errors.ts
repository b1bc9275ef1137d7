import type { SourceRange } from './source.ts';

/** A Pipeline that cannot be used. The message is one sentence that says what and where; `range` is the place in the source. */
export class PipelineError extends Error {
  readonly range: SourceRange | undefined;

  constructor(what: string, range?: SourceRange) {
    super(range ? `${what} (${range.file}:${range.line})` : what);
    this.name = 'PipelineError';
    this.range = range;
  }
}

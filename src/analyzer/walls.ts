/** Walls between the parts of an analysis: a defect of ours costs the one thing that was being worked on. */
import type { SourceRange } from '../pipeline/source.ts';
import { progress } from '../pipeline/progress.ts';
import { errorText } from '../pipeline/words.ts';
import type { Failure, Notice } from './analysis.ts';

/** The work's result; where it throws, what `failed` makes of the reason. */
export function attempt<T>(work: () => T, failed: (why: string) => T): T {
  progress();
  try {
    return work();
  } catch (error) {
    return failed(errorText(error, 'en'));
  }
}

const FAILURES: ReadonlySet<string> = new Set<Failure>([
  'file-failed',
  'build-failed',
  'program-failed',
  'rule-failed',
  'gain-failed',
]);

/** Is it a defect of ours that the notice tells of? */
export const isFailure = ({ code }: Pick<Notice, 'code'>): boolean => FAILURES.has(code);

/** One for which a whole program or file may be missing from the answer. */
export const isLoss = ({ code }: Pick<Notice, 'code'>): boolean =>
  code === 'file-failed' || code === 'program-failed';

export const failureNotice = (code: Failure, range: SourceRange, data: Notice['data']): Notice => ({
  range,
  code,
  data,
  isMinor: false,
});

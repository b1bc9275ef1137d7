/** How much of what a user asked about was understood: taken together, and program by program. */
import type { Coverage } from '../pipeline/coverage.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { Opened } from './open.ts';
import { givenPrograms } from './open.ts';
import type { ProgramCoverage } from '../service/coverage-text.ts';

export interface Understanding {
  /** Of the files that were named. */
  coverage: Coverage;
  programs: ProgramCoverage[];
  /** Of one program, or of all files, nothing that drives a device was understood. */
  isUnread: boolean;
}

export function understandingOf(opened: Opened): Understanding {
  const coverage = opened.session.coverage(opened.given);
  const programs = givenPrograms(opened).flatMap(({ name, kind, files, pipeline }): ProgramCoverage[] =>
    pipeline.coverage
      ? [
          {
            program: name,
            kind,
            isTaken: isTaken(pipeline),
            file: pipeline.source?.file ?? files[0] ?? '',
            coverage: pipeline.coverage,
          },
        ]
      : [],
  );
  const all = [coverage, ...programs.map((program) => program.coverage)];
  return { coverage, programs, isUnread: all.some(({ verdict }) => verdict === 'none') };
}

const isTaken = ({ unknowns }: Pipeline): boolean => unknowns.some(({ code }) => code === 'entry');

/** Lines that a record's calls were put on: kept through edits, as long as their text stands near where it stood. */
import type { Session } from '../service/session.ts';
import type { ComparedLine } from './protocol.ts';

interface KeptLine {
  line: ComparedLine;
  /** What stood there when it was compared. */
  text: string;
}

export interface MeasuredLine extends ComparedLine {
  program: string;
}

/** Lines by which a text may have moved. */
const MOST_MOVED = 200;

export class MeasuredLines {
  private readonly programs = new Map<string, KeptLine[]>();

  /** In place of what was kept of the program. */
  keep(program: string, lines: readonly ComparedLine[], session: Session): void {
    const kept = lines.map((line) => ({ line, text: session.lineOf(line.source.file, line.source.line) }));
    this.programs.set(program, kept);
  }

  /** Where they stand now; lines whose text has changed are left out. */
  in(file: string, session: Session): MeasuredLine[] {
    return [...this.programs].flatMap(([program, kept]) =>
      kept.flatMap(({ line, text }) => {
        if (line.source.file !== file) return [];
        const by = movedBy(line.source.line, text, (at) => session.lineOf(file, at));
        if (by === undefined) return [];
        const source = {
          ...line.source,
          line: line.source.line + by,
          endLine: line.source.endLine + by,
        };
        return [{ ...line, source, program }];
      }),
    );
  }
}

/** Lines by which the text of a line has moved; undefined where it is near no more. */
export function movedBy(line: number, text: string, textAt: (line: number) => string): number | undefined {
  for (let by = 0; by <= MOST_MOVED; by++) {
    if (textAt(line + by) === text) return by;
    if (line > by && textAt(line - by) === text) return -by;
  }
  return undefined;
}

/** Reading and run of one program. */
import { RunError } from './build.ts';
import { differences } from './compare.ts';
import type { Program } from './program.ts';
import { readProgram } from './read.ts';
import { runProgram } from './run.ts';

export type Outcome =
  /** In words; none: what ran is what was read. */
  { ran: true; differences: string[] } | { ran: false; why: string };

export async function readVersusRun(program: Program): Promise<Outcome> {
  try {
    const record = await runProgram(program);
    return { ran: true, differences: differences(await readProgram(program), record) };
  } catch (error) {
    if (error instanceof RunError) return { ran: false, why: error.message };
    throw error;
  }
}

/** Reading and run of one program. */
import { BuildError } from './build.ts';
import { differences } from './compare.ts';
import type { Program } from './program.ts';
import { readProgram } from './read.ts';
import { runProgram } from './run.ts';

/** The differences in words; none: what ran is what was read. */
export async function readVersusRun(program: Program): Promise<string[]> {
  try {
    const [reading, record] = await Promise.all([readProgram(program), runProgram(program)]);
    return differences(reading, record);
  } catch (error) {
    if (error instanceof BuildError)
      return [`does not build: ${error.message.split('\n').slice(1, 6).join('\n    ')}`];
    throw error;
  }
}

/** Before all tests: the command line as users get it, built from the sources as they are. */
import { execFileSync } from 'node:child_process';

export function setup(): void {
  execFileSync(process.execPath, ['scripts/build.mjs', '--only', 'cli'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Before all tests: the command line as users get it, with the simulation threads, built from the sources as they are. */
import { execFileSync } from 'node:child_process';

export function setup(): void {
  execFileSync(process.execPath, ['scripts/build.mjs', '--only', 'cli,server'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

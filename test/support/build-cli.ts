/** Before all tests: the command line and its API as users get them, with the simulation threads, built from the sources as they are. */
import { execFileSync } from 'node:child_process';

export function setup(): void {
  execFileSync(process.execPath, ['scripts/build.mjs', '--only', 'cli,server,api'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

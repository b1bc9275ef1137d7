import { sentence } from '../pipeline/words.ts';
import { startWatchdog } from '../server/watchdog.ts';
import type { Console } from './console.ts';
import { message, MESSAGES } from './messages.ts';

let isOver = false;

/** Ends the run with one line and status 2 where it does not come back. */
export function watchOver({ locale }: Console): void {
  if (isOver) return;
  isOver = true;
  startWatchdog((seconds) => `acl-perf: ${sentence(MESSAGES, message('hangs', { seconds }), locale)}`);
}

/** What an assistant may ask about: the folder that the server was started in, and nothing outside. */
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';

/** Whether a path, with all links followed, lies in the folder. One that is not there lies where it would. */
export function isInside(folder: string, name: string): boolean {
  const root = realpathSync(folder);
  const whole = path.resolve(folder, name);
  const real = existsSync(whole) ? realpathSync(whole) : whole;
  const relative = path.relative(existsSync(whole) ? root : folder, real);
  return relative === '' || (!isUp(relative) && !path.isAbsolute(relative));
}

const isUp = (relative: string): boolean => relative === '..' || relative.startsWith(`..${path.sep}`);

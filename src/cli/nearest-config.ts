/** The configuration that nobody named: where it is, and whether it is one that the user would expect. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { MEASURED_NAME } from '../profile/measured.ts';
import { CONFIG_NAME } from '../server/protocol-sources.ts';

/** The folder and those around it, innermost first. */
function upwards(folder: string): string[] {
  const found = [folder];
  for (let at = folder; path.dirname(at) !== at; at = path.dirname(at)) found.push(path.dirname(at));
  return found;
}

/** The configuration; where there is none, the nearest file of what was measured, which needs none. */
export function nearestConfig(folder: string): string | undefined {
  const nearest = (name: string): string | undefined =>
    upwards(folder)
      .map((at) => path.join(at, name))
      .find((file) => existsSync(file));
  return nearest(CONFIG_NAME) ?? nearest(MEASURED_NAME);
}

/** Why a configuration that was found from `folder` on is not simply the user's own. */
export function oddityOf(file: string, folder: string): 'config-of-another' | 'config-outside' | undefined {
  if (isOfAnother(file)) return 'config-of-another';
  return isOutside(path.dirname(file), folder) ? 'config-outside' : undefined;
}

/** Neither the user's nor the administrator's, as git's `safe.directory` asks. Nobody is known on Windows. */
function isOfAnother(file: string): boolean {
  const user = process.getuid?.();
  const owner = statSync(file).uid;
  return user !== undefined && owner !== user && owner !== 0;
}

/** Above the repository that `folder` lies in; where that is in none, above the working folder too. */
function isOutside(where: string, folder: string): boolean {
  const repository = upwards(folder).find((at) => existsSync(path.join(at, '.git')));
  if (repository !== undefined) return !isWithin(where, repository);
  return where !== folder && !isWithin(where, process.cwd());
}

function isWithin(folder: string, around: string): boolean {
  const way = path.relative(around, folder);
  return way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}

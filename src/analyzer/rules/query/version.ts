/** Which CANN versions a rule is for. */
import { compareVersions } from '../../../pipeline/cann.ts';

/** Is `version` in [from, below)? An unknown version is taken to be in. */
export function versionIn(
  version: string | undefined,
  limits: { from?: string; below?: string } | undefined,
): boolean {
  if (version === undefined || !limits) return true;
  if (limits.from !== undefined && compareVersions(version, limits.from) < 0) return false;
  return limits.below === undefined || compareVersions(version, limits.below) < 0;
}

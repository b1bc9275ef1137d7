/** CANN versions: dotted numbers, with letters for previews (`8.0.RC2`), compared part by part. */

/** Negative where `a` is older than `b`, 0 where equal, positive where newer. A preview is older than its release. */
export function compareVersions(a: string, b: string): number {
  const left = a.split('.');
  const right = b.split('.');
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = compareParts(left[i] ?? '0', right[i] ?? '0');
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareParts(a: string, b: string): number {
  const preview = Number(/\D/.test(b)) - Number(/\D/.test(a));
  if (preview !== 0) return preview;
  return Number(a.replace(/\D+/g, '')) - Number(b.replace(/\D+/g, ''));
}

/** Is `version` in [from, below)? An unknown version is taken to be in. */
export function versionIn(
  version: string | undefined,
  limits: { from?: string; below?: string } | undefined,
): boolean {
  if (version === undefined || !limits) return true;
  if (limits.from !== undefined && compareVersions(version, limits.from) < 0) return false;
  return limits.below === undefined || compareVersions(version, limits.below) < 0;
}

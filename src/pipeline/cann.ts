/** Versions of CANN, the software of the device, and what differs by them. */

/**
 * Negative where `a` is older than `b`, 0 where equal, positive where newer: dotted numbers, with letters for previews
 * (`8.0.RC2`), compared part by part. A preview is older than its release.
 */
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

/**
 * What an asynchronous copy does whose host memory is not page-locked. `blocks`: the call returns when the copy is done
 * (documentation of aclrtMemcpyAsync in CANN 8.5, 9.0 and 9.1). `undefined`: "unpredictable" by that of 8.0 and 8.2.
 * `unknown`: no version is given, or one whose documentation was not read.
 */
export type PageableCopy = 'blocks' | 'undefined' | 'unknown';

const BLOCKS_FROM = '8.5';
const UNDEFINED_UP_TO = '8.2.999';

export function pageableCopy(cannVersion: string | undefined): PageableCopy {
  if (cannVersion === undefined) return 'unknown';
  if (compareVersions(cannVersion, BLOCKS_FROM) >= 0) return 'blocks';
  return compareVersions(cannVersion, UNDEFINED_UP_TO) <= 0 ? 'undefined' : 'unknown';
}

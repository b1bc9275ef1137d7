/** Shares of a report, which are never above 1: one that is above is kept with what was written. */

/** Percent of a report as a share. A sum over several units may be above 100: `share` stays at 1, `reported` says it. */
export function busyShare(percent: number): Record<string, number> {
  return asShare(percent / 100);
}

/** The same of a share. */
export function asShare(share: number): Record<string, number> {
  return share > 1 ? { share: 1, reported: share } : { share };
}

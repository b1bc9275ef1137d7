/** Where frames begin among the calls of a thread: in a record by their steps, in a timeline by the lines of these. */

/** A frame begins with the first `begin` behind an `after`, which comes once a frame; often both are one. */
export interface FrameMark<T> {
  begin: T;
  after: T;
  /** How many `begin` a frame has; left out where that is not known. */
  perFrame?: number;
}

/**
 * Places of the calls that frames begin with. Where a thread's calls have no `after`, as a timeline has no waits, frames are
 * counted from the first `begin`, with which the first of them begins then.
 */
export function frameBegins<T>(calls: readonly T[], { begin, after, perFrame }: FrameMark<T>): number[] {
  if (perFrame !== undefined && !calls.includes(after))
    return calls
      .flatMap((call, place) => (call === begin ? [place] : []))
      .filter((_, i) => i % perFrame === 0);
  const places: number[] = [];
  let isDue = false;
  calls.forEach((call, place) => {
    isDue ||= call === after;
    if (!isDue || call !== begin) return;
    places.push(place);
    isDue = false;
  });
  return places;
}

/** Which submissions the host waits for. */
import { pageableCopy } from '../../pipeline/cann.ts';
import type { ResolvedSubmit } from '../../pipeline/resolved.ts';
import type { DeviceProfile } from '../../profile/profile.ts';
import type { Note } from '../note.ts';

/** An asynchronous copy whose side on the host is not page-locked. */
function isPageableCopy({ mode, engine, work }: ResolvedSubmit): boolean {
  return mode === 'async' && work.pageable && (engine === 'h2d' || engine === 'd2h');
}

/**
 * True for a synchronous call, and for a copy of pageable memory unless the CANN version is one in which that is
 * undefined: such a copy is taken to run as if its memory were locked. What the driver's own staging costs beyond the
 * copy is not known.
 */
export function hostWaits(step: ResolvedSubmit, profile: DeviceProfile): boolean {
  return step.mode === 'sync' || (isPageableCopy(step) && pageableCopy(profile.cann) !== 'undefined');
}

/** What has to be said of a copy of pageable memory; undefined where the CANN version settles it. */
export function pageableNote(step: ResolvedSubmit, profile: DeviceProfile): Note | undefined {
  if (!isPageableCopy(step)) return undefined;
  const data = { call: step.call, version: profile.cann ?? '' };
  switch (pageableCopy(profile.cann)) {
    case 'blocks':
      return undefined;
    case 'undefined':
      return { id: 'pageable-undefined', data };
    case 'unknown':
      return { id: 'pageable-unknown', data };
  }
}

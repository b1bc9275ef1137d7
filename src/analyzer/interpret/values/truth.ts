/** What a value says as a condition. */
import { isThing } from './store.ts';
import type { Value } from './value.ts';

/** True or false where the program's text decides it; of what may be null one cannot say. */
export function truthOf(value: Value): boolean | undefined {
  if (isThing(value)) return true;
  return value.kind === 'number' && value.fixed && value.known !== undefined ? value.known !== 0 : undefined;
}

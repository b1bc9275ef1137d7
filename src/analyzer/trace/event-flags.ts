/** What an event may be created for. */
import { constantValue } from '../acl/constants.ts';

/** The flags of the versions read; newer ones may have more. */
const FLAGS = ['ACL_EVENT_SYNC', 'ACL_EVENT_CAPTURE_STREAM_PROGRESS', 'ACL_EVENT_TIME_LINE'] as const;

export type EventFlag = (typeof FLAGS)[number];

/** The flags that make up a value; undefined where one of them is not known. */
export function eventFlagsOf(value: number): EventFlag[] | undefined {
  const bit = (name: EventFlag): number => constantValue(name) ?? 0;
  const names = FLAGS.filter((name) => value & bit(name));
  return names.reduce((sum, name) => sum + bit(name), 0) === value ? names : undefined;
}

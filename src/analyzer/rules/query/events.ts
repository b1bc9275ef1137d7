/** Events: what they are created for. */
import type { CallNode, TraceArgument } from '../../trace/nodes.ts';
import { eventFlagsOf, type EventFlag } from '../../trace/event-flags.ts';
import type { RuleContext } from '../context.ts';

export interface EventFlags {
  argument: TraceArgument;
  names: readonly EventFlag[];
}

/** The flags that an event is created with, by value; undefined where run time decides, or one is not known. */
export function eventFlags({ args }: CallNode, context: RuleContext): EventFlags | undefined {
  const argument = args[1];
  if (argument?.value.kind !== 'number' || argument.value.passes !== undefined) return undefined;
  const value = context.fixed(argument.value.quantity);
  const names = value ? eventFlagsOf(value) : undefined;
  return names && { argument, names };
}

/** Whether the flags stand at the call, so that a change of them there changes this event alone. */
export const flagsAtCall = ({ argument, names }: EventFlags): boolean =>
  argument.text.split('|').every((part) => names.some((name) => name === part.trim()));

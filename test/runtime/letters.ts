/** Whether one call that ran is the step that was read. */
import type { EventStep, Reference, SubmitStep } from '../../src/pipeline/pipeline.ts';
import type { Quantity } from '../../src/pipeline/quantity.ts';
import { namesOfCall, type CallStep } from '../../src/pipeline/step-calls.ts';
import type { ValueOf } from './quantities.ts';
import type { RecordedCall } from './record.ts';

/** A step that is a call of the runtime. */
export type LetterStep = CallStep;

/** Which object a call is about, as read and as run: `stream s` and 3. */
export interface Binding {
  name: string;
  object: number;
}

/** What of the call is not as read, in words; undefined where all is. */
export function difference(step: LetterStep, call: RecordedCall, valueOf: ValueOf): string | undefined {
  const names = namesOfCall(step);
  if (names.length > 0 && !names.some((name) => call.call.startsWith(name)))
    return `reads ${names.join(' or ')}`;
  if (step.kind === 'submit') return workDifference(step, call, valueOf);
  if (step.kind === 'allocate') return numberDifference('bytes', step.bytes, call.bytes, valueOf);
  return undefined;
}

function workDifference(
  { engine, work }: SubmitStep,
  call: RecordedCall,
  valueOf: ValueOf,
): string | undefined {
  if (call.direction !== undefined && call.direction !== engine)
    return `reads the direction ${engine}, ran ${call.direction}`;
  // VPC's bytes are those that it writes, which the runtime is not told.
  const bytes = engine === 'vpc' ? undefined : work.bytes;
  return (
    numberDifference('bytes', bytes, call.bytes, valueOf) ??
    numberDifference('pixels', work.pixels, call.pixels, valueOf)
  );
}

function numberDifference(
  what: string,
  read: Quantity | undefined,
  ran: number | undefined,
  valueOf: ValueOf,
): string | undefined {
  const value = valueOf(read);
  if (value === undefined || ran === undefined || value === ran) return undefined;
  return `reads ${value} ${what}, ran ${ran}`;
}

/** The objects that the step names, each with the one of the run. */
export function bindingsOf(step: LetterStep, call: RecordedCall, valueOf: ValueOf): Binding[] {
  const stream = step.kind === 'submit' || step.kind === 'callback' ? step.stream : undefined;
  const target = step.kind === 'wait' ? step.target : undefined;
  const bindings = [
    bound('stream', step.kind === 'wait' && step.for === 'stream' ? target : stream, call.stream, valueOf),
    bound('event', step.kind === 'wait' && step.for === 'event' ? target : undefined, call.event, valueOf),
    bound(
      'model',
      step.kind === 'submit' && step.work.model !== undefined ? { id: step.work.model } : undefined,
      call.model,
      valueOf,
    ),
    ...(isEvent(step)
      ? [bound('event', step.event, call.event, valueOf), bound('stream', step.stream, call.stream, valueOf)]
      : []),
  ];
  return bindings.filter((one) => one !== undefined);
}

function isEvent(step: LetterStep): step is EventStep {
  return step.kind === 'record' || step.kind === 'streamWait' || step.kind === 'resetEvent';
}

/** Without a reference, or without a stream, it is the default stream. An index that is not known picks any. */
function bound(
  kind: string,
  reference: Reference | undefined,
  object: number | undefined,
  valueOf: ValueOf,
): Binding | undefined {
  if (reference === undefined || object === undefined) return undefined;
  const index = reference.index === undefined ? '' : valueOf(reference.index);
  return index === undefined
    ? undefined
    : { name: `${kind} ${reference.id}${index === '' ? '' : `[${index}]`}`, object };
}

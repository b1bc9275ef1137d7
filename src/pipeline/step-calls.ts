/** Which calls of the runtime steps are: what a profiler, or a runtime that records, sees of a program. */
import type { CallbackStep, EventStep, MemoryStep, SubmitStep, WaitStep } from './pipeline.ts';
import type { ResolvedStep } from './resolved.ts';
import type { Step } from './pipeline.ts';

/** Steps that are calls of the runtime, before or after resolving. */
type CallKind = SubmitStep | WaitStep | EventStep | CallbackStep | MemoryStep;
type CallOf<S> = Extract<S, { kind: CallKind['kind'] }>;
export type CallStep = CallOf<Step>;
export type ResolvedCall = CallOf<ResolvedStep>;

const EVENT_CALLS = {
  record: 'aclrtRecordEvent',
  streamWait: 'aclrtStreamWaitEvent',
  resetEvent: 'aclrtResetEvent',
};
const LAUNCHES = ['aclrtLaunchCallback', 'aclrtLaunchHostFunc'];

/** Joins, queues, host work and memory are nothing that the runtime sees; a decoder's callback follows from what was sent. */
export function isCall<S extends Step | ResolvedStep>(step: S): step is CallOf<S> {
  switch (step.kind) {
    case 'wait':
      return step.for !== 'thread';
    case 'callback':
      return step.stream !== undefined;
    case 'allocate':
    case 'free':
      return step.pool !== 'host';
    case 'submit':
    case 'record':
    case 'streamWait':
    case 'resetEvent':
      return true;
    default:
      return false;
  }
}

/** Names of the functions that the step may be; a call has one of them, or begins with it (`…WithFlag`). None: any. */
export function namesOfCall(step: CallStep | ResolvedCall): string[] {
  switch (step.kind) {
    case 'submit':
    case 'allocate':
    case 'free':
      return [step.call];
    case 'wait':
      return step.call === undefined ? [] : [step.call];
    case 'callback':
      return LAUNCHES;
    default:
      return [EVENT_CALLS[step.kind]];
  }
}

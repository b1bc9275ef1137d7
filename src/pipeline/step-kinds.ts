import type { Step } from './pipeline.ts';

/** Every `kind` that a step can have. */
export const STEP_KINDS = [
  'submit',
  'repeat',
  'wait',
  'record',
  'streamWait',
  'resetEvent',
  'enqueue',
  'dequeue',
  'lock',
  'host',
  'allocate',
  'free',
  'branch',
  'callback',
] as const satisfies readonly Step['kind'][];

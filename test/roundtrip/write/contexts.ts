/** How a thread gets to the device: the choice `context`. */
import type { Code, Section } from './code.ts';
import type { Errors } from './errors.ts';

export interface Contexts {
  variables: Section['variables'];
  /** By `main`, after the device is set. */
  open(errors: Errors): Code[];
  /** By a thread, before its first call. */
  enter(errors: Errors): Code[];
}

/** The simplest first. */
export const contexts: Record<string, Contexts> = {
  'shared-context': {
    variables: [{ type: 'aclrtContext ', name: '$context', value: ' = nullptr' }],
    open: (errors) => errors.call('aclrtCreateContext(&$context, 0)'),
    enter: (errors) => errors.call('aclrtSetCurrentContext($context)'),
  },
  'set-device': {
    variables: [],
    open: () => [],
    enter: (errors) => errors.call('aclrtSetDevice(0)'),
  },
  'current-context': {
    variables: [{ type: 'aclrtContext ', name: '$context', value: ' = nullptr' }],
    open: (errors) => errors.call('aclrtGetCurrentContext(&$context)'),
    enter: (errors) => errors.call('aclrtSetCurrentContext($context)'),
  },
};

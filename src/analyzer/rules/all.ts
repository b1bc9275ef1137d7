/** Every rule, in the order of the documentation. */
import { allocInLoop } from './alloc-in-loop.ts';
import { asyncMemcpyPageable } from './async-memcpy-pageable.ts';
import { contextSwitchInLoop } from './context-switch-in-loop.ts';
import { createDestroyInLoop } from './create-destroy-in-loop.ts';
import { deepAsyncQueue } from './deep-async-queue.ts';
import { hostIoInLoop } from './host-io-in-loop.ts';
import { memcpyAlignment64 } from './memcpy-alignment-64.ts';
import { memcpySyncInLoop } from './memcpy-sync-in-loop.ts';
import { missingSetCurrentContext } from './missing-set-current-context.ts';
import { missingSyncBeforeHostRead } from './missing-sync-before-host-read.ts';
import { modelLoadInLoop } from './model-load-in-loop.ts';
import { preprocessOnHost } from './preprocess-on-host.ts';
import { redundantD2dCopy } from './redundant-d2d-copy.ts';
import { rowCopyLoop } from './row-copy-loop.ts';
import type { Rule } from './rule.ts';
import { sameModelIdMultiStream } from './same-model-id-multi-stream.ts';
import { syncDeviceInLoop } from './sync-device-in-loop.ts';
import { syncEachSubmission } from './sync-each-submission.ts';
import { syncModelExecuteInLoop } from './sync-model-execute-in-loop.ts';
import { syncOncePerFrame } from './sync-once-per-frame.ts';

export const allRules: readonly Rule[] = [
  // Synchronization and overlap
  syncModelExecuteInLoop,
  syncEachSubmission,
  syncOncePerFrame,
  syncDeviceInLoop,
  deepAsyncQueue,
  hostIoInLoop,
  // Memory and copies
  memcpySyncInLoop,
  asyncMemcpyPageable,
  memcpyAlignment64,
  rowCopyLoop,
  redundantD2dCopy,
  allocInLoop,
  createDestroyInLoop,
  // Models and pictures
  modelLoadInLoop,
  preprocessOnHost,
  // Streams, threads and contexts
  contextSwitchInLoop,
  // Correctness that decides performance
  missingSetCurrentContext,
  missingSyncBeforeHostRead,
  sameModelIdMultiStream,
];

/** Every rule, in the order of the documentation. */
import { callbackWithoutSubscribe } from './correctness/callback-without-subscribe.ts';
import { eventFlagMissingSync } from './correctness/event-flag-missing-sync.ts';
import { forkAfterInit } from './correctness/fork-after-init.ts';
import { freeBeforeSync } from './correctness/free-before-sync.ts';
import { limitExceeded } from './correctness/limit-exceeded.ts';
import { missingSetCurrentContext } from './correctness/missing-set-current-context.ts';
import { missingStreamOrder } from './correctness/missing-stream-order.ts';
import { missingSyncBeforeHostRead } from './correctness/missing-sync-before-host-read.ts';
import { neverDestroyed } from './correctness/never-destroyed.ts';
import { overwriteBeforeSync } from './correctness/overwrite-before-sync.ts';
import { runtimeInCallback } from './correctness/runtime-in-callback.ts';
import { sameModelIdMultiStream } from './correctness/same-model-id-multi-stream.ts';
import { streamWrongContext } from './correctness/stream-wrong-context.ts';
import { useAfterDestroy } from './correctness/use-after-destroy.ts';
import { vdecCallbackThread } from './correctness/vdec-callback-thread.ts';
import { dvppBufferSize } from './dvpp/dvpp-buffer-size.ts';
import { dvppMemoryRequired } from './dvpp/dvpp-memory-required.ts';
import { jpegHeaderInLoop } from './dvpp/jpeg-header-in-loop.ts';
import { jpegdStride } from './dvpp/jpegd-stride.ts';
import { jpegeStride } from './dvpp/jpege-stride.ts';
import { preprocessOnHost } from './dvpp/preprocess-on-host.ts';
import { vencMultithread310 } from './dvpp/venc-multithread-310.ts';
import { vpcStride } from './dvpp/vpc-stride.ts';
import { profilingLeftOn } from './measurement/profiling-left-on.ts';
import { runtimeQueryInLoop } from './measurement/runtime-query-in-loop.ts';
import { allocInLoop } from './memory/alloc-in-loop.ts';
import { asyncMemcpyHostToHost } from './memory/async-memcpy-host-to-host.ts';
import { asyncMemcpyPageable } from './memory/async-memcpy-pageable.ts';
import { bufferTooSmall } from './memory/buffer-too-small.ts';
import { copyOnBoard } from './memory/copy-on-board.ts';
import { createDestroyInLoop } from './memory/create-destroy-in-loop.ts';
import { d2hH2dRoundtrip } from './memory/d2h-h2d-roundtrip.ts';
import { freeWithDevSyncInLoop } from './memory/free-with-dev-sync-in-loop.ts';
import { hugePagePolicy } from './memory/huge-page-policy.ts';
import { memcpyAlignment64 } from './memory/memcpy-alignment-64.ts';
import { memcpySyncInLoop } from './memory/memcpy-sync-in-loop.ts';
import { memsetSyncInLoop } from './memory/memset-sync-in-loop.ts';
import { redundantD2dCopy } from './memory/redundant-d2d-copy.ts';
import { rowCopyLoop } from './memory/row-copy-loop.ts';
import { smallCopyCoalesce } from './memory/small-copy-coalesce.ts';
import { aclnnWorkspaceInLoop } from './model/aclnn-workspace-in-loop.ts';
import { aclopCompileInLoop } from './model/aclop-compile-in-loop.ts';
import { batchOneLoop } from './model/batch-one-loop.ts';
import { batchSizeNotMultiple16 } from './model/batch-size-not-multiple-16.ts';
import { captureEndsElsewhere } from './model/capture-ends-elsewhere.ts';
import { dynamicShapeInLoop } from './model/dynamic-shape-in-loop.ts';
import { graphCapture } from './model/graph-capture.ts';
import { modelDescriptionInLoop } from './model/model-description-in-loop.ts';
import { modelLoadInLoop } from './model/model-load-in-loop.ts';
import { contextSwitchInLoop } from './streams/context-switch-in-loop.ts';
import { defaultStreamInMultithread } from './streams/default-stream-in-multithread.ts';
import { devicesInTurn } from './streams/devices-in-turn.ts';
import { lockHeldAcrossWait } from './streams/lock-held-across-wait.ts';
import { manyContextsPerDevice } from './streams/many-contexts-per-device.ts';
import { runtimeInitInLoop } from './streams/runtime-init-in-loop.ts';
import { singleStreamMultiEngine } from './streams/single-stream-multi-engine.ts';
import { streamSharedByThreads } from './streams/stream-shared-by-threads.ts';
import { threadCreateInLoop } from './streams/thread-create-in-loop.ts';
import { unusedStream } from './streams/unused-stream.ts';
import { blockingCallback } from './synchronization/blocking-callback.ts';
import { busyWaitHost } from './synchronization/busy-wait-host.ts';
import { callbackPerFrame } from './synchronization/callback-per-frame.ts';
import { crossStreamHostSync } from './synchronization/cross-stream-host-sync.ts';
import { deepAsyncQueue } from './synchronization/deep-async-queue.ts';
import { eventFlagTimelineUnneeded } from './synchronization/event-flag-timeline-unneeded.ts';
import { eventSyncSingleStream } from './synchronization/event-sync-single-stream.ts';
import { hostIoInLoop } from './synchronization/host-io-in-loop.ts';
import { redundantSync } from './synchronization/redundant-sync.ts';
import { syncDeviceInLoop } from './synchronization/sync-device-in-loop.ts';
import { syncEachSubmission } from './synchronization/sync-each-submission.ts';
import { syncModelExecuteInLoop } from './synchronization/sync-model-execute-in-loop.ts';
import { syncOncePerFrame } from './synchronization/sync-once-per-frame.ts';
import type { Rule } from './rule.ts';

export const allRules: readonly Rule[] = [
  // Synchronization and overlap
  syncModelExecuteInLoop,
  syncEachSubmission,
  syncOncePerFrame,
  syncDeviceInLoop,
  deepAsyncQueue,
  hostIoInLoop,
  crossStreamHostSync,
  redundantSync,
  eventSyncSingleStream,
  eventFlagTimelineUnneeded,
  callbackPerFrame,
  blockingCallback,
  busyWaitHost,
  // Memory and copies
  memcpySyncInLoop,
  memsetSyncInLoop,
  asyncMemcpyPageable,
  asyncMemcpyHostToHost,
  memcpyAlignment64,
  rowCopyLoop,
  smallCopyCoalesce,
  redundantD2dCopy,
  d2hH2dRoundtrip,
  copyOnBoard,
  allocInLoop,
  freeWithDevSyncInLoop,
  createDestroyInLoop,
  hugePagePolicy,
  bufferTooSmall,
  // Streams, threads and contexts
  singleStreamMultiEngine,
  streamSharedByThreads,
  defaultStreamInMultithread,
  unusedStream,
  devicesInTurn,
  lockHeldAcrossWait,
  threadCreateInLoop,
  contextSwitchInLoop,
  manyContextsPerDevice,
  runtimeInitInLoop,
  // DVPP
  preprocessOnHost,
  dvppMemoryRequired,
  dvppBufferSize,
  jpegdStride,
  vpcStride,
  jpegeStride,
  jpegHeaderInLoop,
  vencMultithread310,
  // Models, batches and operators
  modelLoadInLoop,
  modelDescriptionInLoop,
  batchOneLoop,
  batchSizeNotMultiple16,
  dynamicShapeInLoop,
  aclnnWorkspaceInLoop,
  aclopCompileInLoop,
  graphCapture,
  captureEndsElsewhere,
  // Correctness that decides performance
  missingSetCurrentContext,
  missingSyncBeforeHostRead,
  freeBeforeSync,
  neverDestroyed,
  useAfterDestroy,
  sameModelIdMultiStream,
  eventFlagMissingSync,
  callbackWithoutSubscribe,
  vdecCallbackThread,
  limitExceeded,
  forkAfterInit,
  runtimeInCallback,
  streamWrongContext,
  missingStreamOrder,
  overwriteBeforeSync,
  // Measurement and hygiene
  profilingLeftOn,
  runtimeQueryInLoop,
];

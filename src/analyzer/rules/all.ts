/** Every rule, in the order of the documentation. */
import { aclnnWorkspaceInLoop } from './aclnn-workspace-in-loop.ts';
import { aclopCompileInLoop } from './aclop-compile-in-loop.ts';
import { allocInLoop } from './alloc-in-loop.ts';
import { asyncMemcpyHostToHost } from './async-memcpy-host-to-host.ts';
import { asyncMemcpyPageable } from './async-memcpy-pageable.ts';
import { batchOneLoop } from './batch-one-loop.ts';
import { batchSizeNotMultiple16 } from './batch-size-not-multiple-16.ts';
import { blockingCallback } from './blocking-callback.ts';
import { bufferTooSmall } from './buffer-too-small.ts';
import { busyWaitHost } from './busy-wait-host.ts';
import { callbackPerFrame } from './callback-per-frame.ts';
import { callbackWithoutSubscribe } from './callback-without-subscribe.ts';
import { captureEndsElsewhere } from './capture-ends-elsewhere.ts';
import { contextSwitchInLoop } from './context-switch-in-loop.ts';
import { copyOnBoard } from './copy-on-board.ts';
import { createDestroyInLoop } from './create-destroy-in-loop.ts';
import { crossStreamHostSync } from './cross-stream-host-sync.ts';
import { d2hH2dRoundtrip } from './d2h-h2d-roundtrip.ts';
import { deepAsyncQueue } from './deep-async-queue.ts';
import { defaultStreamInMultithread } from './default-stream-in-multithread.ts';
import { devicesInTurn } from './devices-in-turn.ts';
import { dvppBufferSize } from './dvpp-buffer-size.ts';
import { dvppMemoryRequired } from './dvpp-memory-required.ts';
import { dynamicShapeInLoop } from './dynamic-shape-in-loop.ts';
import { eventFlagMissingSync } from './event-flag-missing-sync.ts';
import { eventFlagTimelineUnneeded } from './event-flag-timeline-unneeded.ts';
import { eventSyncSingleStream } from './event-sync-single-stream.ts';
import { forkAfterInit } from './fork-after-init.ts';
import { freeBeforeSync } from './free-before-sync.ts';
import { freeWithDevSyncInLoop } from './free-with-dev-sync-in-loop.ts';
import { graphCapture } from './graph-capture.ts';
import { hostIoInLoop } from './host-io-in-loop.ts';
import { hugePagePolicy } from './huge-page-policy.ts';
import { jpegHeaderInLoop } from './jpeg-header-in-loop.ts';
import { jpegdStride } from './jpegd-stride.ts';
import { jpegeStride } from './jpege-stride.ts';
import { limitExceeded } from './limit-exceeded.ts';
import { lockHeldAcrossWait } from './lock-held-across-wait.ts';
import { manyContextsPerDevice } from './many-contexts-per-device.ts';
import { memcpyAlignment64 } from './memcpy-alignment-64.ts';
import { memcpySyncInLoop } from './memcpy-sync-in-loop.ts';
import { memsetSyncInLoop } from './memset-sync-in-loop.ts';
import { missingSetCurrentContext } from './missing-set-current-context.ts';
import { missingSyncBeforeHostRead } from './missing-sync-before-host-read.ts';
import { modelDescriptionInLoop } from './model-description-in-loop.ts';
import { modelLoadInLoop } from './model-load-in-loop.ts';
import { neverDestroyed } from './never-destroyed.ts';
import { preprocessOnHost } from './preprocess-on-host.ts';
import { profilingLeftOn } from './profiling-left-on.ts';
import { redundantD2dCopy } from './redundant-d2d-copy.ts';
import { redundantSync } from './redundant-sync.ts';
import { rowCopyLoop } from './row-copy-loop.ts';
import { runtimeInCallback } from './runtime-in-callback.ts';
import { runtimeInitInLoop } from './runtime-init-in-loop.ts';
import { runtimeQueryInLoop } from './runtime-query-in-loop.ts';
import { sameModelIdMultiStream } from './same-model-id-multi-stream.ts';
import { singleStreamMultiEngine } from './single-stream-multi-engine.ts';
import { smallCopyCoalesce } from './small-copy-coalesce.ts';
import { streamSharedByThreads } from './stream-shared-by-threads.ts';
import { syncDeviceInLoop } from './sync-device-in-loop.ts';
import { syncEachSubmission } from './sync-each-submission.ts';
import { syncModelExecuteInLoop } from './sync-model-execute-in-loop.ts';
import { syncOncePerFrame } from './sync-once-per-frame.ts';
import { threadCreateInLoop } from './thread-create-in-loop.ts';
import { unusedStream } from './unused-stream.ts';
import { useAfterDestroy } from './use-after-destroy.ts';
import { vdecCallbackThread } from './vdec-callback-thread.ts';
import { vencMultithread310 } from './venc-multithread-310.ts';
import { vpcStride } from './vpc-stride.ts';
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
  // Measurement and hygiene
  profilingLeftOn,
  runtimeQueryInLoop,
];

/** A Pipeline with nothing in it yet. */
import type { Pipeline } from './pipeline.ts';
import type { SourceRange } from './source.ts';

export function emptyPipeline(name: string, source?: SourceRange): Pipeline {
  return {
    version: 1,
    name,
    ...(source ? { source } : {}),
    parameters: [],
    streams: [],
    events: [],
    queues: [],
    models: [],
    buffers: [],
    threads: [],
    unknowns: [],
  };
}

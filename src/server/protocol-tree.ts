/** The pipeline as a tree: program → threads → loops, streams and steps, each with its cost. */
import * as v from 'valibot';
import { sourceRangeSchema } from './protocol-shapes.ts';
import type { SourceRange } from '../pipeline/source.ts';

export const treeKinds = [
  'program',
  'thread',
  'stream',
  'loop',
  'branch',
  'submit',
  'wait',
  'event',
  'queue',
  'lock',
  'host',
  'memory',
  'callback',
] as const;

export interface PipelineNode {
  /** Stable while the shape of the program stays. */
  id: string;
  kind: (typeof treeKinds)[number];
  /** Name of the source: entry function, API call, stream variable, queue. */
  name: string;
  /** Replicas of a thread, passes of a loop, streams of an id. */
  count?: number;
  engine?: string;
  mode?: 'sync' | 'async';
  /** Time of one execution, ms. */
  milliseconds?: number;
  /** Share of a frame's time, 0…1. */
  share?: number;
  source?: SourceRange;
  /** Of a program: how far it was understood, where that is not all. */
  note?: string;
  children: PipelineNode[];
}

export const pipelineNodeSchema: v.GenericSchema<unknown, PipelineNode> = v.object({
  id: v.string(),
  kind: v.picklist(treeKinds),
  name: v.string(),
  count: v.exactOptional(v.number()),
  engine: v.exactOptional(v.string()),
  mode: v.exactOptional(v.picklist(['sync', 'async'])),
  milliseconds: v.exactOptional(v.number()),
  share: v.exactOptional(v.number()),
  source: v.exactOptional(sourceRangeSchema),
  note: v.exactOptional(v.string()),
  children: v.array(v.lazy(() => pipelineNodeSchema)),
});

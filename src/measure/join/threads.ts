/** Which thread of the source each thread of a record is: the one that explains most of its calls. */
import type { ResolvedPipeline } from '../../pipeline/resolved.ts';
import type { Letter } from './align.ts';
import { Aligner } from './align.ts';
import { callGraph, COSTS, type CallGraph } from './graph.ts';
import type { NameNumbers } from './names.ts';

/** A thread of the source, ready to be aligned with. */
export interface SourceThread {
  entry: string;
  /** How many run at once. */
  replicas: number;
  graph: CallGraph;
  aligner: Aligner;
}

export function sourceThreads(pipeline: ResolvedPipeline, numbers: NameNumbers): SourceThread[] {
  return pipeline.threads.map(({ entry, replicas, program, kind }) => {
    const graph = callGraph({ program, kind });
    const aligner = new Aligner(graph, (names) => numbers.like(names));
    return { entry, replicas: replicas * pipeline.processes, graph, aligner };
  });
}

/** Calls that tell a thread from others. */
const LOOKED_AT = 400;

interface Match<T> {
  recorded: T;
  source: SourceThread;
  /** What the source explains of it. */
  gain: number;
}

/**
 * The source's thread of each recorded one; threads that it explains nothing of have none. Where two explain it alike, each
 * has no more than its replicas.
 * @param letters of a recorded thread as the source's thread sees them
 */
export function matchThreads<T>(
  recorded: readonly T[],
  sources: readonly SourceThread[],
  letters: (recorded: T, source: SourceThread, most: number) => Letter[],
): Map<T, SourceThread> {
  const matches = recorded.flatMap((one) =>
    sources.map((source): Match<T> => {
      const known = letters(one, source, LOOKED_AT);
      const { cost } = source.aligner.align(known);
      return { recorded: one, source, gain: COSTS.extra * known.length - cost };
    }),
  );
  const sorted = matches.filter(({ gain }) => gain > 0).sort((a, b) => b.gain - a.gain);
  const found = new Map<T, SourceThread>();
  const left = new Map(sources.map((source) => [source, source.replicas]));
  for (const mayExceed of [false, true]) {
    for (const { recorded: one, source } of sorted) {
      const room = left.get(source) ?? 0;
      if (found.has(one) || (room <= 0 && !mayExceed)) continue;
      found.set(one, source);
      left.set(source, room - 1);
    }
  }
  return found;
}

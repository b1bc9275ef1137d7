/** Memory of the Pipeline that is held for good. */
import type { BufferDeclaration, MemoryPool } from '../../pipeline/pipeline.ts';
import { loopInvariant, multiply } from '../../pipeline/quantity.ts';
import { callsOf, type ProgramTrace, type TraceThread } from '../trace/nodes.ts';
import type { MemoryKind, TraceObject } from '../trace/values.ts';
import { readNumber } from './annotations.ts';
import type { ExtractContext } from './context.ts';
import { placed } from './declarations.ts';
import { devicesOf } from './devices.ts';

const pools: Partial<Record<MemoryKind, MemoryPool>> = { device: 'device', dvpp: 'dvpp', pinned: 'pinned' };

/** Memory that is held while frames run: what is allocated outside of frame loops. */
export function declareBuffers(context: ExtractContext): void {
  const owners = makersOf(context.trace);
  for (const object of context.trace.objects) {
    const pool = object.memory && pools[object.memory];
    if (object.kind !== 'buffer' || !pool || object.inFrameLoop || !object.createdBy) continue;
    // Counted with those that it is one of.
    if (object.oneOf) continue;
    const said = object.createdAt && readNumber(context.annotations.at(object.createdAt)?.get('bytes'));
    const bytes = said ?? loopInvariant(object.bytes);
    if (bytes === undefined) {
      const settle = '// acl-perf: bytes=1048576';
      if (object.createdAt)
        context.unknown({ code: 'buffer-size', detail: object.name, settle, range: object.createdAt });
      continue;
    }
    context.pipeline.buffers.push({
      id: context.uniqueId(object.name || 'buffer'),
      pool,
      bytes,
      ...heldBy(context, object, owners.get(object)),
      ...placed(object),
    });
  }
}

function makersOf({ threads }: ProgramTrace): Map<TraceObject, TraceThread> {
  const made = threads.flatMap((thread) =>
    callsOf(thread.body).flatMap(({ creates }) => (creates ? [[creates, thread] as const] : [])),
  );
  return new Map(made);
}

/**
 * How many there are, and of what. What `main` makes for each of its threads stays theirs. `thread` counts for each thread that submits: where others than the maker do so too,
 * its buffers are counted for the program.
 */
function heldBy(
  context: ExtractContext,
  { scope, count: written, when = [] }: TraceObject,
  maker: TraceThread | undefined,
): Pick<BufferDeclaration, 'count' | 'scope'> {
  const { trace } = context;
  const made = loopInvariant(written);
  const count = when.length ? multiply(made ?? 1, context.shareWhere(when)) : made;
  const isOwn = scope === 'thread' && maker?.kind === 'thread' && submits(maker);
  const isOfOne = isOwn && devicesOf(trace) === undefined && othersSubmit(trace, maker);
  if (!isOfOne) return { ...(count === undefined ? {} : { count }), scope };
  const all = multiply(count ?? 1, maker.replicas);
  return { ...(all === 1 ? {} : { count: all }), scope: 'program' };
}

const SUBMITTING = new Set(['submit', 'execute', 'copy', 'memset']);

function othersSubmit({ threads }: ProgramTrace, maker: TraceThread): boolean {
  return threads.some((thread) => thread !== maker && submits(thread));
}

function submits({ body }: TraceThread): boolean {
  return callsOf(body).some(({ row, loops }) => SUBMITTING.has(row.role) && loops.length > 0);
}

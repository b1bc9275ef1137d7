/** Who ends what a program creates: which objects are surely left behind. */
import { catalogueRow, type CatalogueRow } from '../../acl/catalogue.ts';
import type { CallNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import type { RuleContext } from '../context.ts';
import { objectOf } from './copies.ts';
import { oncePer } from '../../../base/once.ts';

/** The function that ends what `name` creates or allocates, e.g. `aclrtDestroyStream`. */
export function enderOf(name: string): string {
  return name
    .replace(/^(aclrtCreate(?:Stream|Event|Context)).*$/, '$1')
    .replace('Create', 'Destroy')
    .replace(/^acl(rt|dvpp)M(?:allocHost|allocHostWithCfg)$/, 'acl$1FreeHost')
    .replace(/^acl(rt|dvpp)M(?:alloc\w*|emAllocManaged)$/, 'acl$1Free')
    .replace('_malloc', '_free');
}

/**
 * True where no call of the program ends the object, whatever the order. A doubt says no: a call that may end it but whose
 * subject is not known, a mention of an ending function that was not followed, a reset of the whole device.
 */
export function isLeftBehind(made: CallNode, context: RuleContext): boolean {
  const { creates } = made;
  if (!creates || creates.isOwned || endings(context).objects.has(creates)) return false;
  if (isHandedTo(made, context)) return false;
  return endings(context).doubtful.every((row) => !mayEnd(row, made.row)) && !isResetAround(made, context);
}

/** A tensor belongs to the list that it is put into. */
function isHandedTo({ row }: CallNode, context: RuleContext): boolean {
  const list = row.creates === 'tensor' ? 'aclCreateTensorList' : undefined;
  return list !== undefined && context.named(list).length > 0;
}

/** Whether one function ends what the other makes: the same kind of thing, of the same pool of memory. */
function mayEnd(ending: CatalogueRow, making: CatalogueRow): boolean {
  if (ending.destroys !== making.creates) return false;
  return making.creates !== 'buffer' || ending.pool === making.pool;
}

/** Whatever ends the context or the device in the same loop ends all that belongs to it. */
function isResetAround({ loops }: CallNode, context: RuleContext): boolean {
  const resets = context.named(
    'aclrtResetDevice',
    'aclrtResetDeviceForce',
    'aclrtDestroyContext',
    'aclFinalize',
  );
  return resets.some((reset) => reset.loops.some((loop) => loop.isFrameLoop && loops.includes(loop)));
}

interface Endings {
  objects: ReadonlySet<TraceObject>;
  /** Functions that end something which is not known. */
  doubtful: readonly CatalogueRow[];
}

const endings = oncePer((context: RuleContext): Endings => {
  const objects = new Set<TraceObject>();
  const doubtful: CatalogueRow[] = [];
  for (const call of context.calls) {
    if (call.row.destroys === undefined) continue;
    const value = call.row.subject === undefined ? undefined : call.args[call.row.subject]?.value;
    const ended = objectOf(value);
    if (ended) objects.add(ended);
    else if (value?.kind !== 'null') doubtful.push(call.row);
  }
  return { objects, doubtful: [...doubtful, ...unfollowed(context)] };
});

/** Ending functions that the text names where no call was followed: deleters, code that nothing reaches, macros. */
function unfollowed(context: RuleContext): CatalogueRow[] {
  const followed = new Set(
    context.calls.map(({ name, range }) => `${range.file}:${String(range.line)}:${name}`),
  );
  return context.trace.files.flatMap((file) =>
    mentionsIn(context, file).flatMap(({ name, line }) => {
      const row = followed.has(`${file}:${String(line)}:${name}`) ? undefined : catalogueRow(name);
      return row?.destroys === undefined ? [] : [row];
    }),
  );
}

interface Mention {
  name: string;
  line: number;
}

/** The names of ending functions in a file, comments and strings left out. */
function mentionsIn(context: RuleContext, file: string): Mention[] {
  return context
    .text(file)
    .visible.split('\n')
    .flatMap((text, at) =>
      (
        text.match(/\b(?:acl\w*(?:Destroy|Free|Unload)\w*|hi_mpi_\w*(?:free|destroy|release)\w*)\b/g) ?? []
      ).map((name) => ({ name, line: at + 1 })),
    );
}

/** Does the text of the program name the function, comments and strings left out? */
export function isMentioned(name: string, context: RuleContext): boolean {
  return context.trace.files.some((file) => mentionsIn(context, file).some((found) => found.name === name));
}

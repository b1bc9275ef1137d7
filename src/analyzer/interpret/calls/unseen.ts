/** Functions that the program calls and nothing at hand defines: what they are given tells whether they take time, wait or give work. */
import { recordCall } from '../../acl/runtime-call.ts';
import type { CatalogueRow } from '../../acl/catalogue.ts';
import { lastName } from '../../program/qualified.ts';
import { isDeclaredAlone } from '../../program/symbols.ts';
import { isOnDevice } from '../../trace/copies.ts';
import type { TypeName } from '../../syntax/ast.ts';
import type { TraceObject } from '../../trace/values.ts';
import type { Argument, Interpreter } from '../interpreter.ts';
import { memoryOf } from '../values/memory.ts';
import { isContainer } from '../names/types.ts';
import type { Value } from '../values/value.ts';
import type { CallSite } from './call-site.ts';

/** Bytes of a frame's data, as against a shape, a list of names or a line of text. */
const LEAST_BYTES = 4096;

/**
 * Notes that a pass gives a stream or an event to a function that nothing at hand defines, as a macro of an absent header:
 * whether it waits, or gives work, nobody can tell.
 */
export function noteUnseenUse(
  run: Interpreter,
  name: string,
  args: readonly Argument[],
  { range, callRange }: CallSite,
): void {
  if (!run.loops.length || !args.some(({ value }) => isOrdering(objectOf(run, value)))) return;
  recordCall(run, { row: unseenUse(name), name, args: [...args], range, callRange });
}

const isOrdering = (object: TraceObject | undefined): boolean =>
  object?.kind === 'stream' || object?.kind === 'event';

/**
 * Notes that the host works here: on the memory that the function is given, for a time that nobody tells. What is given
 * to the device too is no work of the host's alone, and a name that nothing declares may be one of the C library's.
 */
export function noteUnseenWork(
  run: Interpreter,
  name: string,
  args: readonly Argument[],
  site: CallSite,
): void {
  if (!isDeclaredAlone(run.symbols, name)) return;
  const given = args.flatMap(({ value }) => objectOf(run, value) ?? []);
  if (given.some((object) => !isHostMemory(object))) return;
  if (!given.some(mayHoldFrame) && !args.some(({ value }) => holdsData(value))) return;
  const { range, callRange } = site;
  recordCall(run, { row: unseen(lastName(name)), name: lastName(name), args: [...args], range, callRange });
}

const unseen = (name: string): CatalogueRow => ({
  name,
  category: 'host-unseen',
  role: 'hostWork',
  mode: 'sync',
  engine: 'host',
  blocksHost: false,
});

const unseenUse = (name: string): CatalogueRow => ({ ...unseen(name), role: 'unseen', engine: 'none' });

function objectOf(run: Interpreter, value: Value): TraceObject | undefined {
  if (value.kind === 'pointer') return objectOf(run, value.cell.value);
  if (value.kind === 'array') return memoryOf(run, value.store).object;
  return value.kind === 'object' ? value.object : undefined;
}

/** `struct Picture { std::vector<uint8_t> nv12; }`: how much its container holds is known at run time alone. */
function holdsData(value: Value): boolean {
  if (value.kind === 'pointer') return holdsData(value.cell.value);
  if (value.kind !== 'instance') return false;
  return (value.instance.declaration?.fields ?? []).some(({ type }) => isDataOf(type));
}

/** A container of bytes or numbers, as against a text, a shape or a list of things. */
const isDataOf = (type: TypeName): boolean =>
  isContainer(type) && type.pointers === 0 && type.args.length === 1 && DATA.test(type.args[0]?.name ?? '');

const DATA = /^(std::)?(u?int(8|16)_t|(un)?signed char|char|byte|float|float16|aclFloat16|half)$/;

const isHostMemory = (object: TraceObject): boolean =>
  object.kind !== 'stream' && (object.kind !== 'buffer' || !isOnDevice(object));

const mayHoldFrame = ({ kind, bytes }: TraceObject): boolean =>
  kind === 'buffer' && (typeof bytes !== 'number' || bytes >= LEAST_BYTES);

/** Where the data of calls of catalogued functions go: what they are given, and what they write. */
import type { Argument, Interpreter } from '../interpret/interpreter.ts';
import {
  noteAsked,
  noteFlow,
  noteForeign,
  noteInput,
  noteMade,
  noteRead,
  OUTSIDE,
  placesIn,
} from '../interpret/values/data-flow.ts';
import { memoryOfPlace } from '../interpret/values/memory.ts';
import { pointee } from '../interpret/values/value.ts';
import type { CallNode } from '../trace/nodes.ts';
import type { TraceObject } from '../trace/values.ts';
import type { CatalogueRow } from './catalogue.ts';
import type { RuntimeCall } from './runtime-call.ts';

/** Of functions of the host what they write comes from what they read; of the runtime's, what numbers they are given. */
export function noteRuntimeFlow(
  run: Interpreter,
  { row, args, receiver }: RuntimeCall,
  node: CallNode,
): void {
  if (!row.creates) noteRead(run, OUTSIDE);
  if (!run.loops.length) return;
  const isOfHost = row.role.startsWith('host') || row.role === 'other';
  if (isOfHost)
    noteForeign(
      run,
      args,
      (at) => row.destination !== undefined && at !== row.destination,
      receiver ? placesIn(receiver.value) : [],
    );
  else noteAsked(run, node, args);
  if (row.role === 'execute' && row.inputDescription !== undefined)
    noteInput(run, args[row.inputDescription]);
  const subject = row.role === 'set' && row.subject !== undefined ? args[row.subject] : undefined;
  if (!subject) return;
  const from = args.flatMap((arg) =>
    arg === subject || arg.value.kind === 'object' ? [] : (arg.reads ?? []),
  );
  noteFlow(run, 'set', placesIn(pointee(subject.value)), from);
}

/** What describes an operator's argument, and is not changed any more. */
const isDescription = ({ creates }: CatalogueRow): boolean =>
  /^(?:tensor|tensorList|scalar|array)$/.test(creates ?? '');

/** What is made holds what it is made of; what it is made of decides whether it is the same again. */
export function noteCreated(run: Interpreter, { row, args }: RuntimeCall, object: TraceObject): void {
  const from = args.flatMap(({ value, reads = [] }) => (value.kind === 'object' ? [] : [...reads]));
  noteFlow(run, 'whole', [object], isDescription(row) ? from : [...from, OUTSIDE]);
  if (isDescription(row)) noteMade(run, object, args);
}

const isMemory = ({ role, destination, source, field, subject }: CatalogueRow, at: number): boolean =>
  role === 'copy' ? at === destination || at === source : field === 'pinned' && at === subject;

/** `&next`, `text.data()`: a copy takes the place itself, and not what it leads to. */
export function copied(run: Interpreter, row: CatalogueRow, arg: Argument, at: number): Argument {
  if (!isMemory(row, at)) return arg;
  if ((arg.value.kind === 'string' || arg.value.kind === 'unknown') && arg.value.textIn)
    return { ...arg, value: memoryOfPlace(run, arg.value.textIn) };
  if (arg.value.kind !== 'pointer') return arg;
  const { cell } = arg.value;
  const isPlain = ['number', 'unknown', 'constant', 'instance'].includes(cell.value.kind);
  return isPlain ? { ...arg, value: memoryOfPlace(run, cell) } : arg;
}

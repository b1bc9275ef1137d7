/** Launches of kernels through functions of the program's own whose text is not at hand, as the device's compiler makes them. */
import { pointee } from '../interpret/values/value.ts';
import type { Argument } from '../interpret/interpreter.ts';
import { isOnDevice } from '../trace/copies.ts';
import type { CatalogueRow } from './catalogue.ts';

/**
 * The row of a call that leads out of the workspace and is given a stream together with memory of the device: what it does
 * with these is work of that stream. What is given a text logs or looks up.
 */
export function launchOutside(
  name: string,
  args: readonly Argument[],
  parameters: readonly { type: { name: string } }[] = [],
): CatalogueRow | undefined {
  const stream = args.findIndex((arg, at) => isStream(arg) || parameters[at]?.type.name === STREAM);
  if (stream < 0 || !args.some(isOfDevice) || args.some(({ value }) => value.kind === 'string'))
    return undefined;
  return {
    name,
    category: 'kernel',
    role: 'submit',
    mode: 'async',
    engine: 'aicore',
    stage: 'OP',
    blocksHost: false,
    stream,
  };
}

/** What the declaration says where the default stream is given, which is null. */
const STREAM = 'aclrtStream';

function isStream({ value, cell }: Argument): boolean {
  const held = pointee(value);
  return (held.kind === 'object' && held.object.kind === 'stream') || cell?.type?.name === STREAM;
}

function isOfDevice({ value }: Argument): boolean {
  const held = pointee(value);
  return held.kind === 'object' && isOnDevice(held.object);
}

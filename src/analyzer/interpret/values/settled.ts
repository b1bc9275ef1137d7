/** What values say that the source settles, for telling those of one array apart. */
import { PARTS, type Value } from './value.ts';

export const isTuple = (value: Value): value is Extract<Value, { kind: 'array' }> =>
  value.kind === 'array' && value.store.name === PARTS;

/** What a value says; of an object or a pair what its parts say. */
export function settled(value: Value, depth = 0): string | number | undefined {
  if (value.kind === 'string') return value.text;
  if (value.kind === 'constant') return value.name;
  if (value.kind === 'number') return value.fixed ? value.known : undefined;
  const parts = value.kind === 'instance' ? value.instance.fields : isTuple(value) ? value.store.at : [];
  if (depth > 1) return undefined;
  return [...parts].map(([name, part]) => `${name}=${settled(part.value, depth + 1) ?? ''}`).join();
}

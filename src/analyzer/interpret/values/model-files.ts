/** The files of models that a value names. */
import type { Value } from './value.ts';

/** Objects lead to each other: one of more levels is no setting. */
const LEVELS = 3;

/** Those of a text, or of an object's members. */
export function modelFiles(value: Value, levels = LEVELS): string[] {
  if (value.kind === 'string') return value.text.endsWith('.om') ? [value.text] : [];
  if (value.kind !== 'instance' || levels === 0) return [];
  return [...value.instance.fields.values()].flatMap((field) => modelFiles(field.value, levels - 1));
}

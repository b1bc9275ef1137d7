/** Writing to the standard output or error tells somebody something: a log, whichever function it is done with. */
import type { Argument } from '../interpret/interpreter.ts';
import { catalogueRow, type CatalogueRow } from './catalogue.ts';

/** The row of a call with these arguments. */
export function rowFor(row: CatalogueRow, args: readonly Argument[]): CatalogueRow {
  const file = row.file === undefined ? undefined : args[row.file];
  if (!file || !isStandard(file)) return row;
  return { ...(catalogueRow('printf') ?? row), name: row.name };
}

/** `stdout` and `stderr` are names of C's library, 1 and 2 their descriptors. */
const NAMES = new Set(['stdout', 'stderr', 'STDOUT_FILENO', 'STDERR_FILENO']);

function isStandard({ value }: Argument): boolean {
  if (value.kind === 'number') return value.known === 1 || value.known === 2;
  if (value.kind === 'constant') return NAMES.has(value.name);
  return value.kind === 'unknown' && NAMES.has(value.text);
}

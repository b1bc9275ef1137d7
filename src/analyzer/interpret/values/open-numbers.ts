/** Numbers that only run time knows, and what they usually are. */
import type { Interpreter } from '../interpreter.ts';
import type { NumberValue } from './value.ts';

/**
 * A parameter for a value that only run time knows, named after its text. Undefined for what is no plain name. `least`: what
 * it is taken for where its name says less.
 */
export function openNumber(run: Interpreter, text: string, least = 0): NumberValue | undefined {
  if (!/^[\w.:>()[\]-]+$/.test(text) || text.length > 80) return undefined;
  const known = Math.max(usualNumber(text), least);
  const origin = { kind: 'default' as const, range: run.statement, evidence: text };
  return run.parameters.open(text, `${run.functionName}:${text}`, known, origin);
}

/** A usual value by what the name says; 1 where it says nothing. */
export function usualNumber(text: string): number {
  const usual: [RegExp, number][] = [
    [/height|rows/i, 1080],
    [/width|cols|stride|pitch/i, 1920],
    [/channel/i, 3],
    [/batch/i, 1],
    [/(file|image|img|pic|frame|list|path)\w*(\.|->)size\(\)/i, 100],
    [/(\.|->)size\(\)$/, 4],
    [/size|len|bytes/i, 1_000_000],
  ];
  return usual.find(([pattern]) => pattern.test(text))?.[1] ?? 1;
}

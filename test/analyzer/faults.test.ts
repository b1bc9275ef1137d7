/** Programs with one fault each, in the words of public reports, and right ones that look as if they had one. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/analyzer/finding.ts';
import { analyse, stallsOf } from '../rules/support/analyse.ts';

const folder = new URL('../cases/faults/', import.meta.url);
const textOf = (name: string): string => readFileSync(new URL(`${name}.cpp`, folder), 'utf8');

async function findingsOf(text: string): Promise<Finding[]> {
  return [...analyse(text), ...(await stallsOf(text))];
}

/** `rule:line` of what must be found. */
const faults: Record<string, string> = {
  'f1-event-per-frame-on-error-path': 'never-destroyed:39',
  'f3-vdec-output-reused': 'free-before-sync:36',
  'f4-events-wait-for-each-other': 'deadlock:36',
  'f5-vpc-stride-by-helper': 'vpc-stride:22',
  'f6-worker-without-context': 'missing-set-current-context:11',
  'f8-helper-program-per-frame': 'fork-after-init:6',
  'f9-wait-while-capturing': 'graph-capture:8',
};

/** Rules that would mislead; left out: any. */
const sound: Record<string, readonly string[] | undefined> = {
  'c1-grown-buffer-and-primed-event': undefined,
  'c2-vdec-callback-owns': ['free-before-sync', 'never-destroyed', 'missing-set-current-context', 'deadlock'],
  'c3-fork-before-init': undefined,
  'c4-two-ways-to-the-end': undefined,
};

describe('a program with a fault', () => {
  test.each(Object.entries(faults))('%s', async (name, expected) => {
    const found = await findingsOf(textOf(name));
    expect(found.map(({ rule, range }) => `${rule}:${String(range.line)}`)).toContain(expected);
  });

  test('that is not there where the codec refused the picture, or the callback has told of its end', () => {
    const text = textOf('f3-vdec-output-reused');
    const free = '    acldvppFree(pixels);\n';
    const early = (changed: string) => analyse(changed).filter(({ rule }) => rule === 'free-before-sync');
    expect(early(text)).toHaveLength(1);
    expect(early(text.replace(free, `    if (sent != ACL_SUCCESS) acldvppFree(pixels);\n`))).toEqual([]);
    expect(early(text.replace(free, `    aclvdecDestroyChannel(channel);\n${free}`))).toEqual([]);
    expect(early(text.replace(free, `    while (!g_told) usleep(100);\n${free}`))).toEqual([]);
  });
});

describe('a program that is right', () => {
  test.each(Object.entries(sound))('%s', async (name, misleading) => {
    const found = await findingsOf(textOf(name));
    expect(found.filter(({ rule }) => misleading?.includes(rule) ?? true)).toEqual([]);
  });
});

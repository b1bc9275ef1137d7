import { describe, expect, it } from 'vitest';
import { open, programs, sourceOf } from './analyse.ts';

const deepQueue = (call: string) => ({ rule: 'deep-async-queue', call });
const batchOfOne = (call: string) => ({ rule: 'batch-one-loop', call });

/** What belongs to each example, nothing else; it stands at the first call of that name. */
const expected: Record<string, { rule: string; call: string }[]> = {
  'sync-infer': [{ rule: 'sync-model-execute-in-loop', call: 'aclmdlExecute' }, batchOfOne('aclmdlExecute')],
  'async-infer': [deepQueue('aclmdlExecuteAsync'), batchOfOne('aclmdlExecuteAsync')],
  'h2d-merged': [deepQueue('aclrtMemcpyAsync')],
  'h2d-single': [deepQueue('aclrtMemcpyAsync')],
  'jpeg-decode': [deepQueue('acldvppJpegDecodeAsync')],
  'copy-decode': [],
  'full-batch1': [batchOfOne('aclmdlExecuteAsync')],
  'full-batch16': [],
  'deep-queue-800': [deepQueue('aclmdlExecuteAsync')],
  'deep-queue-128': [],
};

/** Where the deck found nothing wrong: no finding may be more than advice. */
const sound = ['copy-decode', 'full-batch1', 'full-batch16', 'deep-queue-128'];

/** `line:column` of the first call of `name`, both from 1. */
function placeOf(source: string, name: string): string {
  const before = source.slice(0, source.indexOf(`${name}(`)).split('\n');
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`;
}

describe('findings of the examples', () => {
  it('are known for each', () => {
    expect(Object.keys(expected).sort()).toEqual([...programs].sort());
  });

  it.each(programs)('%s: exactly those that belong, on the name of the call', async (example) => {
    const session = await open(example);
    const source = sourceOf(example);
    const found = session.findings().map(({ rule, range }) => `${rule} ${range.line}:${range.column}`);
    const wanted = (expected[example] ?? []).map(({ rule, call }) => `${rule} ${placeOf(source, call)}`);
    expect(found.sort()).toEqual(wanted.sort());
  });

  it.each(sound)('%s: nothing worse than advice', async (example) => {
    const session = await open(example);
    const severities = session.findings().map(({ severity }) => severity);
    expect(severities.filter((severity) => severity === 'error' || severity === 'warning')).toEqual([]);
  });
});

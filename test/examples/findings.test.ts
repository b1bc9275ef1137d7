import { describe, expect, it } from 'vitest';
import { open, programs, sourceOf } from './analyse.ts';

/** What belongs to each example; nothing else may be found. Each call stands in its source once inside a loop. */
const expected: Record<string, { rule: string; call: string }[]> = {
  'sync-infer': [{ rule: 'sync-model-execute-in-loop', call: 'aclmdlExecute' }],
  'async-infer': [{ rule: 'deep-async-queue', call: 'aclmdlExecuteAsync' }],
  'h2d-merged': [{ rule: 'deep-async-queue', call: 'aclrtMemcpyAsync' }],
  'h2d-single': [{ rule: 'deep-async-queue', call: 'aclrtMemcpyAsync' }],
  'jpeg-decode': [{ rule: 'deep-async-queue', call: 'acldvppJpegDecodeAsync' }],
  'deep-queue-800': [{ rule: 'deep-async-queue', call: 'aclmdlExecuteAsync' }],
  'deep-queue-128': [],
  'copy-decode': [],
  'full-batch1': [],
  'full-batch16': [],
};

/** `line:column` of the only call of `name`, both from 1. */
function placeOf(source: string, name: string): string {
  const lines = source.split('\n');
  const places = lines.flatMap((line, index) => {
    const column = line.indexOf(`${name}(`);
    return column < 0 ? [] : [`${index + 1}:${column + 1}`];
  });
  expect(places).toHaveLength(1);
  return places[0] ?? '';
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
    expect(found).toEqual(wanted);
  });
});

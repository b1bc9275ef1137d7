import { describe, expect, it } from 'vitest';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { stepCosts } from '../../src/service/costs.ts';

const execute = {
  kind: 'submit',
  call: 'aclmdlExecuteAsync',
  engine: 'aicore',
  mode: 'async',
  stream: 's',
  work: { model: 'm' },
};
const copy = { kind: 'submit', call: 'aclrtMemcpy', engine: 'h2d', mode: 'sync', work: { bytes: 1_000_000 } };
const forever = { kind: 'repeat', times: 'forever', body: [copy, execute] };

function costs(program: unknown[]) {
  const pipeline = parsePipeline({
    streams: [{ id: 's' }],
    models: [{ id: 'm', catalogueName: 'resnet50' }],
    threads: [{ id: 't', program }],
  });
  return stepCosts(pipeline, {}, loadProfile()).map(({ resource, perFrame, share }) => ({
    resource,
    perFrame,
    share: Number(share.toFixed(3)),
  }));
}

describe('costs of steps', () => {
  const endless = costs([forever]);

  it('are told by frame, with shares that come to one', () => {
    expect(endless.map(({ perFrame }) => perFrame)).toEqual([1, 1]);
    expect(endless.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 2);
  });

  it.each([
    ['a branch', [{ kind: 'branch', share: 0.5, then: [forever], otherwise: [] }]],
    ['a lock', [{ kind: 'lock', mutex: 'x', body: [forever] }]],
    ['a loop over files', [{ kind: 'repeat', times: 3, body: [forever] }]],
  ])('are the same for an endless loop inside %s', (_, program) => {
    expect(costs(program)).toEqual(endless);
  });

  it('leave out what is done once before an endless loop', () => {
    expect(costs([copy, { kind: 'branch', share: 0.5, then: [forever], otherwise: [] }])).toEqual(endless);
  });
});

/** Copies of memory that is not page-locked: whether the host waits for them depends on the CANN version. */
import { describe, expect, it } from 'vitest';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { withCann } from '../../src/profile/load.ts';
import { simulate } from '../../src/sim/index.ts';
import { plainDevice } from './support/devices.ts';

const copy = (work: object, extra: object = {}) => ({
  kind: 'submit',
  engine: 'h2d',
  call: 'aclrtMemcpyAsync',
  stream: 's',
  work: { milliseconds: 2, ...work },
  ...extra,
});

/** Frames/s and notes of a loop that works 2 ms on the host and copies for 2 ms. */
function run(step: object, version?: string) {
  const pipeline = parsePipeline({
    streams: [{ id: 's' }],
    threads: [{ id: 't', program: [{ kind: 'repeat', body: [{ kind: 'host', milliseconds: 2 }, step] }] }],
  });
  const { qps, bounds, warnings } = simulate(pipeline, withCann(plainDevice, version));
  return { qps: Math.round(qps), warnings, bounds };
}

describe('a copy of pageable memory', () => {
  it('blocks from CANN 8.5 on: nothing overlaps with it', () => {
    for (const version of ['8.5', '8.5.0', '9.0.RC1', '10.0']) {
      expect(run(copy({ pageable: true }), version)).toMatchObject({ qps: 250, warnings: [] });
    }
  });

  it('runs as any other up to 8.2, where its result is undefined, and says so', () => {
    for (const version of ['7.0', '8.0.RC2', '8.2.RC1', '8.2.1']) {
      const { qps, warnings } = run(copy({ pageable: true }), version);
      expect(qps).toBe(500);
      expect(warnings).toEqual([{ id: 'pageable-undefined', data: { call: 'aclrtMemcpyAsync', version } }]);
    }
  });

  it('is taken to block where the version is not known, or was not read about, and says so', () => {
    for (const version of [undefined, '8.3', '8.5.RC1']) {
      const { qps, warnings } = run(copy({ pageable: true }), version);
      expect(qps).toBe(250);
      expect(warnings).toEqual([
        { id: 'pageable-unknown', data: { call: 'aclrtMemcpyAsync', version: version ?? '' } },
      ]);
    }
  });

  it('blocks out of the device too, and on the default stream', () => {
    expect(run(copy({ pageable: true }, { engine: 'd2h' }), '8.5').qps).toBe(250);
    const { stream, ...onDefault } = copy({ pageable: true });
    expect(stream).toBe('s');
    expect(run(onDefault, '8.5').qps).toBe(250);
  });

  it('is one of the host: not any other submission, and not of page-locked memory', () => {
    expect(run(copy({ pageable: true }, { engine: 'aicpu' }), '8.5').qps).toBe(500);
    expect(run(copy({ pageable: true }, { engine: 'aicpu' }))).toMatchObject({ qps: 500, warnings: [] });
    expect(run(copy({ pageable: false }))).toMatchObject({ qps: 500, warnings: [] });
  });

  it('says nothing where the call waits anyway', () => {
    const { qps, warnings } = run(copy({ pageable: true }, { mode: 'sync' }), '8.0');
    expect(qps).toBe(250);
    expect(warnings).toEqual([]);
  });

  it('is in the closed forms: what blocks cannot be exceeded', () => {
    const { bounds } = run(copy({ pageable: true }), '8.5');
    expect(bounds.upper).toBeCloseTo(250, 6);
    expect(bounds.expected).toBeCloseTo(250, 6);
    expect(run(copy({ pageable: true }), '8.0').bounds.upper).toBeCloseTo(500, 6);
  });
});

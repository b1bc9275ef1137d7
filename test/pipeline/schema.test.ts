import { describe, expect, it } from 'vitest';
import { PipelineError } from '../../src/pipeline/errors.ts';
import { parsePipeline } from '../../src/pipeline/schema.ts';

const thread = (...program: object[]) => ({ threads: [{ id: 't', program }] });

describe('parsePipeline', () => {
  it('fills in what a person would leave out', () => {
    const { threads, ...rest } = parsePipeline({
      $schema: 'pipeline.schema.json',
      parameters: [{ name: 'N', value: 3 }],
      streams: [{ id: 's' }],
      models: [{ id: 'm' }],
      buffers: [{ id: 'b', bytes: 10 }],
      threads: [{ id: 'run', program: [] }],
    });
    expect(rest).toMatchObject({
      version: 1,
      name: 'pipeline',
      parameters: [{ name: 'N', value: 3, unit: 'count', kind: 'open', origin: { kind: 'user' } }],
      streams: [{ id: 's', scope: 'thread' }],
      models: [{ id: 'm', batch: 1, scope: 'thread' }],
      buffers: [{ id: 'b', bytes: 10, pool: 'device', scope: 'thread' }],
      events: [],
      queues: [],
      unknowns: [],
    });
    expect(threads).toEqual([{ id: 'run', entry: 'run', replicas: 1, kind: 'thread', program: [] }]);
  });

  it('fills in steps', () => {
    const { threads } = parsePipeline(
      thread(
        { kind: 'submit', engine: 'vpc', stream: 's' },
        { kind: 'repeat', body: [{ kind: 'wait' }] },
        { kind: 'enqueue', queue: 'q' },
        { kind: 'host', milliseconds: 1 },
        { kind: 'branch', share: 0.5 },
        { kind: 'callback', thread: 't' },
        { kind: 'allocate' },
        { kind: 'record', event: { id: 'e', index: 'N' } },
      ),
    );
    expect(threads[0]?.program).toEqual([
      { kind: 'submit', engine: 'vpc', stream: { id: 's' }, mode: 'async', call: 'vpc', work: {} },
      { kind: 'repeat', times: 'forever', body: [{ kind: 'wait', for: 'stream' }] },
      { kind: 'enqueue', queue: 'q', blocking: true },
      { kind: 'host', what: 'host work', milliseconds: 1, busy: true },
      { kind: 'branch', share: 0.5, then: [], otherwise: [] },
      { kind: 'callback', thread: 't', blocking: true },
      { kind: 'allocate', pool: 'device', call: 'allocate' },
      { kind: 'record', event: { id: 'e', index: 'N' } },
    ]);
  });

  it.each([
    [undefined, 'Invalid type: Expected Object but received undefined'],
    ['text', 'Invalid type: Expected Object but received "text"'],
    [{}, 'threads: Invalid key: Expected "threads" but received undefined'],
    [{ threads: [] }, 'threads: a pipeline needs at least one thread'],
    [{ threads: [{ id: '', program: [] }] }, 'threads.0.id: a name must not be empty'],
    [
      thread({ kind: 'submit', engine: 'gpu' }),
      'threads.0.program.0.engine: Invalid type: Expected ("aicore" | "aicpu" | "jpegd" | "jpege" | "pngd" | "vpc" | "vdec" | "venc" | "h2d" | "d2h" | "d2d" | "p2p" | "memset") but received "gpu"',
    ],
    [
      thread({ kind: 'repeat', body: [{ kind: 'host', milliseconds: true }] }),
      'threads.0.program.0.body.0.milliseconds: Invalid type: Expected (number | string) but received true',
    ],
    [
      thread({ kind: 'host' }),
      'threads.0.program.0.milliseconds: Invalid key: Expected "milliseconds" but received undefined',
    ],
    [
      thread({ kind: 'sing' }),
      'threads.0.program.0: expected a step: an object whose "kind" is one of submit, repeat, wait, record, streamWait, resetEvent, enqueue, dequeue, lock, host, allocate, free, branch, callback',
    ],
    [
      thread({ kind: 'wait', untill: 1 }),
      'threads.0.program.0.untill: Invalid key: Expected never but received "untill"',
    ],
    [{ ...thread(), colour: 'red' }, 'colour: Invalid key: Expected never but received "colour"'],
  ])('says of %j what is wrong and where', (value, message) => {
    expect(() => parsePipeline(value)).toThrow(PipelineError);
    expect(() => parsePipeline(value)).toThrow(expect.objectContaining({ message }));
  });

  it('says it in one line, whatever it is given', () => {
    for (const value of [
      null,
      1,
      'x',
      [1],
      { threads: 7 },
      { threads: [null] },
      thread({}),
      { threads: [{ program: 3 }] },
    ]) {
      let message = '';
      try {
        parsePipeline(value);
      } catch (error) {
        message = (error as Error).message;
      }
      expect(message).not.toBe('');
      expect(message).not.toContain('\n');
    }
  });
});

import { describe, expect, it } from 'vitest';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { simulate } from '../../src/sim/simulate.ts';
import { plainDevice } from './support/devices.ts';

const at = (line: number) => ({ file: 'main.cpp', line, column: 3, endLine: line, endColumn: 9 });
const submit = (engine: string, line: number, more: object = {}) => ({
  kind: 'submit',
  call: `${engine} call`,
  engine,
  stream: 's',
  source: at(line),
  ...more,
});
const wait = { kind: 'wait', for: 'stream', target: 's' };
const pathOf = (value: object) => simulate(parsePipeline(value), plainDevice).criticalPath;

describe('the way of a frame', () => {
  it('is in order of the program, with the host, and with source lines', () => {
    const path = pathOf({
      streams: [{ id: 's' }],
      threads: [
        {
          id: 't',
          program: [
            {
              kind: 'repeat',
              body: [
                { kind: 'host', what: 'imread', milliseconds: 6, source: at(5) },
                submit('jpegd', 6),
                { kind: 'host', what: 'sleep', milliseconds: 2, busy: false },
                submit('vpc', 7, { completes: 1 }),
                wait,
              ],
            },
          ],
        },
      ],
    });
    expect(path.map(({ what, resource, source }) => [what, resource, source?.line])).toEqual([
      ['imread', 'host', 5],
      ['jpegd call', 'jpegd', 6],
      ['vpc call', 'vpc', 7],
    ]);
    // VPC takes 1 ms and its completion 3.
    expect(path.map(({ milliseconds }) => milliseconds)).toEqual(
      [6, 10, 4].map((ms) => expect.closeTo(ms, 3) as number),
    );
    expect(path.map(({ share }) => share)).toEqual(
      [0.3, 0.5, 0.2].map((share) => expect.closeTo(share, 4) as number),
    );
  });

  it('counts a wait for an engine as time in the step', () => {
    const [step] = pathOf({
      streams: [{ id: 's' }],
      threads: [
        {
          id: 't',
          replicas: 3,
          program: [{ kind: 'repeat', body: [submit('aicore', 1, { work: { milliseconds: 4 } }), wait] }],
        },
      ],
    });
    expect(step?.milliseconds).toBeCloseTo(12, 1);
    expect(step?.share).toBe(1);
  });

  it('is per frame of a batch, and begins with the threads that feed those that finish frames', () => {
    const path = pathOf({
      streams: [{ id: 's' }],
      queues: [{ id: 'q', capacity: 4 }],
      models: [{ id: 'm', batch: 4, milliseconds: 8 }],
      threads: [
        {
          id: 'infer',
          program: [
            {
              kind: 'repeat',
              body: [
                { kind: 'repeat', times: 4, body: [{ kind: 'dequeue', queue: 'q' }] },
                submit('aicore', 9, { work: { model: 'm' } }),
                wait,
                { kind: 'host', what: 'results', milliseconds: 2, source: at(10) },
              ],
            },
          ],
        },
        {
          id: 'read',
          program: [
            {
              kind: 'repeat',
              body: [
                { kind: 'host', what: 'read two', milliseconds: 1, source: at(1) },
                { kind: 'enqueue', queue: 'q' },
                { kind: 'enqueue', queue: 'q' },
              ],
            },
          ],
        },
      ],
    });
    expect(path.map(({ what }) => what)).toEqual(['read two', 'aicore call', 'results']);
    expect(path.map(({ milliseconds }) => milliseconds)).toEqual(
      [0.5, 2, 0.5].map((ms) => expect.closeTo(ms, 2) as number),
    );
  });

  it('is none where no frame is finished, and has no step that takes no time', () => {
    const record = { kind: 'record', event: 'e', stream: 's' };
    const body = (completes: number) => [submit('jpegd', 1), record, submit('vpc', 2, { completes }), wait];
    const path = (completes: number) =>
      pathOf({
        streams: [{ id: 's' }],
        events: [{ id: 'e' }],
        threads: [{ id: 't', program: [{ kind: 'repeat', times: 3, body: body(completes) }, wait] }],
      }).map(({ what }) => what);
    expect(path(1)).toEqual(['jpegd call', 'vpc call']);
    expect(path(0)).toEqual([]);
  });

  it('takes steps of the same call in several lines apart, of replicas together', () => {
    const path = pathOf({
      streams: [{ id: 's' }],
      threads: [
        {
          id: 't',
          replicas: 2,
          program: [
            { kind: 'repeat', body: [submit('jpegd', 1), submit('jpegd', 2, { completes: 1 }), wait] },
          ],
        },
      ],
    });
    expect(path.map(({ what, source }) => [what, source?.line])).toEqual([
      ['jpegd call', 1],
      ['jpegd call', 2],
    ]);
    expect(path.map(({ share }) => share)).toEqual(
      [0.5, 0.5].map((share) => expect.closeTo(share, 2) as number),
    );
  });

  it('tells steps apart by any part of where they are', () => {
    const place = (file: string, line: number, column: number) => ({ source: { ...at(line), file, column } });
    const places = [place('a.cpp', 1, 3), place('b.cpp', 1, 3), place('a.cpp', 2, 3), place('a.cpp', 1, 4)];
    const body = places.map((source, i) => submit('aicore', 1, { ...source, work: { milliseconds: i + 1 } }));
    const path = pathOf({
      streams: [{ id: 's' }],
      threads: [{ id: 't', program: [{ kind: 'repeat', body: [...body, wait] }] }],
    });
    expect(path.map(({ milliseconds }) => milliseconds)).toEqual(
      [1, 2, 3, 4].map((ms) => expect.closeTo(ms, 2) as number),
    );
    expect(path.map(({ source }) => [source?.file, source?.line, source?.column])).toEqual([
      ['a.cpp', 1, 3],
      ['b.cpp', 1, 3],
      ['a.cpp', 2, 3],
      ['a.cpp', 1, 4],
    ]);
  });

  it('has steps without a place together by their name, and none of the host that takes no time', () => {
    const nowhere = (engine: string) => ({ kind: 'submit', call: `${engine} call`, engine, stream: 's' });
    const host = (what: string, milliseconds: number) => ({ kind: 'host', what, milliseconds });
    const body = [
      host('nothing', 0),
      nowhere('jpegd'),
      nowhere('jpegd'),
      host('some', 2),
      nowhere('vpc'),
      wait,
    ];
    const path = pathOf({
      streams: [{ id: 's' }],
      threads: [{ id: 't', program: [{ kind: 'repeat', body }] }],
    });
    expect(path.map(({ what, milliseconds }) => [what, milliseconds])).toEqual([
      ['jpegd call', expect.closeTo(20, 1)],
      ['some', expect.closeTo(2, 1)],
      ['vpc call', expect.closeTo(4, 1)],
    ]);
    expect(path[0]).not.toHaveProperty('source');
  });

  it('keeps the order of threads that feed a frame', () => {
    const host = (what: string) => ({ kind: 'host', what, milliseconds: 1 });
    const feed = (id: string, ...steps: object[]) => ({ id, program: [{ kind: 'repeat', body: steps }] });
    const path = pathOf({
      streams: [{ id: 's' }],
      queues: ['p', 'q'].map((id) => ({ id, capacity: 1 })),
      threads: [
        feed(
          'last',
          { kind: 'dequeue', queue: 'q' },
          submit('aicore', 9, { work: { milliseconds: 1 } }),
          wait,
        ),
        feed('first', host('read'), { kind: 'enqueue', queue: 'p' }),
        feed('second', { kind: 'dequeue', queue: 'p' }, host('scale'), { kind: 'enqueue', queue: 'q' }),
      ],
    });
    expect(path.map(({ what }) => what)).toEqual(['read', 'scale', 'aicore call']);
  });
});

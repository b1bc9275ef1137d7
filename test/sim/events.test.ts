import { describe, expect, it } from 'vitest';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { simulate } from '../../src/sim/simulate.ts';
import { plainDevice } from './support/devices.ts';

const ms = (milliseconds: number, stream: string) => ({
  kind: 'submit',
  engine: 'aicore',
  stream,
  work: { milliseconds },
});
const on = (kind: string, stream: string) => ({ kind, event: 'e', stream });
const wait = { kind: 'wait', for: 'device' };
const run = (...body: object[]) =>
  simulate(
    parsePipeline({
      streams: [{ id: 's' }, { id: 'u' }],
      events: [{ id: 'e' }],
      threads: [{ id: 't', program: body }],
    }),
    {
      ...plainDevice,
      engines: {
        ...plainDevice.engines,
        aicore: {
          ...plainDevice.engines['aicore']!,
          servers: { ...plainDevice.engines['aicore']!.servers, value: 8 },
        },
      },
    },
  ).run.simulatedMs;

describe('an event in a loop that submits many passes before it waits', () => {
  const pass = [ms(1, 'u'), on('record', 'u'), on('streamWait', 's'), on('resetEvent', 's'), ms(3, 's')];

  it('ties each pass of one stream to the same pass of the other', () => {
    // The slower stream begins after the first pass of the faster one, and is never held again.
    expect(run({ kind: 'repeat', times: 5, body: pass }, wait)).toBeCloseTo(1 + 5 * 3, 9);
    const slowFirst = [ms(4, 'u'), ...pass.slice(1, 4), ms(1, 's')];
    expect(run({ kind: 'repeat', times: 5, body: slowFirst }, wait)).toBeCloseTo(5 * 4 + 1, 9);
  });

  it('needs no reset where each pass records anew', () => {
    const body = pass.filter(({ kind }) => kind !== 'resetEvent');
    expect(run({ kind: 'repeat', times: 5, body }, wait)).toBeCloseTo(1 + 5 * 3, 9);
  });

  it('waits for the next record where none was since the reset, and not for one that is over', () => {
    expect(
      run(ms(1, 'u'), on('record', 'u'), on('streamWait', 's'), on('streamWait', 's'), ms(2, 's'), wait),
    ).toBeCloseTo(3, 9);
    expect(
      run(
        on('record', 'u'),
        on('resetEvent', 's'),
        on('streamWait', 's'),
        ms(2, 's'),
        ms(5, 'u'),
        on('record', 'u'),
        wait,
      ),
    ).toBeCloseTo(7, 9);
  });
});

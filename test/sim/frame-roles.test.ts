import { describe, expect, it } from 'vitest';
import { frameCounters } from '../../src/pipeline/frames.ts';
import { resolve } from '../../src/pipeline/resolve.ts';
import { walk } from '../../src/pipeline/walk.ts';
import { frameRoles } from '../../src/sim/frame-roles.ts';
import { plainDevice } from './support/devices.ts';
import {
  callback,
  forever,
  host,
  infer,
  pipelineOf,
  put,
  repeat,
  submit,
  take,
  thread,
  wait,
  waitFor,
  type Step,
} from './support/programs.ts';

type Threads = Parameters<typeof pipelineOf>[0];

/** Of the first thread: the steps that frames begin with, and how many of them each step hands on. */
function roles(threads: Threads) {
  const pipeline = resolve(pipelineOf(threads));
  const [first] = pipeline.threads;
  if (!first) throw new Error('no thread');
  const { begins, handsOn } = frameRoles(first, frameCounters(pipeline), plainDevice);
  const name = (step: { kind: string }) => ('engine' in step ? String(step.engine) : step.kind);
  return {
    begins: [...begins].map(name),
    handsOn: [...walk(first.program)].flatMap((step) => {
      const count = handsOn.get(step);
      return count === undefined ? [] : [[name(step), count]];
    }),
  };
}
const lone = (...body: Step[]) => [thread('t', forever(...body))];

describe('frames begin', () => {
  it('with the first step that works, of the host or a device', () => {
    expect(roles(lone(wait, host(1), infer(4))).begins).toEqual(['host']);
    expect(roles(lone(submit('jpegd'), host(1), infer(4))).begins).toEqual(['jpegd']);
    expect(roles([thread('t', host(9), forever(submit('jpegd'), infer(4)))]).begins).toEqual(['jpegd']);
  });

  it('where a thread takes them from a queue, a report or a callback, with no step of its own', () => {
    expect(roles(lone(take(), infer(4))).begins).toEqual([]);
    expect(roles(lone(waitFor('report'), infer(4))).begins).toEqual([]);
    expect(
      roles([{ ...thread('c', infer(4)), kind: 'callback' }, thread('t', callback('c'))]).begins,
    ).toEqual([]);
    expect(roles(lone(infer(4), waitFor('device'))).begins).toEqual(['aicore']);
  });
});

describe('a step hands on', () => {
  it('the frames that it finishes', () => {
    expect(roles(lone(infer(4))).handsOn).toEqual([['aicore', 1]]);
    expect(roles(lone(repeat(4, submit('h2d')), infer(4, { completes: 4 }))).handsOn).toEqual([
      ['aicore', 4],
    ]);
  });

  it('by the frames begun, where others are counted than begin', () => {
    expect(roles(lone(repeat(4, submit('h2d')), infer(4, { completes: 1 }))).handsOn).toEqual([
      ['aicore', 4],
    ]);
    expect(roles(lone(submit('h2d'), infer(4, { completes: 8 }))).handsOn).toEqual([['aicore', 1]]);
    const two = roles(lone(submit('h2d'), infer(4, { completes: 1 }), infer(4, { completes: 3 })));
    expect(two.handsOn).toEqual([
      ['aicore', 0.25],
      ['aicore', 0.75],
    ]);
  });

  it('what it puts into a queue, in equal parts', () => {
    const consumer = thread('b', forever(take(), infer(4)));
    expect(roles([thread('a', forever(host(1), put())), consumer]).handsOn).toEqual([['enqueue', 1]]);
    expect(roles([thread('a', forever(host(1), put(), put())), consumer]).handsOn).toEqual([
      ['enqueue', 0.5],
      ['enqueue', 0.5],
    ]);
    expect(roles([thread('a', forever(repeat(3, take('p')), put())), consumer]).handsOn).toEqual([
      ['enqueue', 3],
    ]);
  });

  it('nothing through a queue where the thread finishes frames itself', () => {
    expect(
      roles([thread('a', forever(infer(4, { completes: 1 }), put())), thread('b', take())]).handsOn,
    ).toEqual([
      ['aicore', 1],
      ['enqueue', 0],
    ]);
  });

  it('one each where none begins', () => {
    expect(roles([thread('a', put()), thread('b', forever(take(), infer(4)))]).handsOn).toEqual([
      ['enqueue', 1],
    ]);
  });

  it('also before the loop, as in it', () => {
    expect(
      roles([thread('t', infer(1, { completes: 1 }), forever(infer(4, { completes: 1 })))]).handsOn,
    ).toEqual([
      ['aicore', 1],
      ['aicore', 1],
    ]);
  });
});

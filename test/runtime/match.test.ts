/** The comparison itself: what it takes for agreement, and how it says where reading and run part. */
import { describe, expect, it } from 'vitest';
import { emptyPipeline } from '../../src/pipeline/empty.ts';
import type { Pipeline, Step, SubmitStep } from '../../src/pipeline/pipeline.ts';
import { differences } from './compare.ts';
import { parseRecord, type RunRecord } from './record.ts';

const copy: SubmitStep = {
  kind: 'submit',
  call: 'aclrtMemcpyAsync',
  engine: 'h2d',
  mode: 'async',
  stream: { id: 's' },
  work: { bytes: 100 },
};
const sync: Step = { kind: 'wait', for: 'stream', target: { id: 's' }, call: 'aclrtSynchronizeStream' };
const forever = (...body: Step[]): Step => ({ kind: 'repeat', times: 'forever', body });
const times = (count: number, ...body: Step[]): Step => ({ kind: 'repeat', times: count, body });

function pipeline(program: Step[], replicas = 1): Pipeline {
  return {
    ...emptyPipeline('app'),
    streams: [{ id: 's', scope: 'thread' }],
    parameters: [
      { name: 'frames', value: 1, unit: 'count', range: [1, 9], kind: 'open', origin: { kind: 'default' } },
    ],
    threads: [{ id: 't', entry: 'work', kind: 'thread', replicas, program }],
  };
}

type Line = Record<string, unknown> & { call: string };
const copied: Line = {
  call: 'aclrtMemcpyAsync',
  direction: 'h2d',
  bytes: 100,
  stream: 1,
  device: 0,
  route: 1,
};
const synced: Line = { call: 'aclrtSynchronizeStream', stream: 1, device: 0, route: 2 };

function record(lines: Line[], { why = 'budget', thread = 1 } = {}): RunRecord {
  const all = [...lines.map((line) => ({ thread, ...line })), { thread: 0, call: '(finish)', why }];
  return parseRecord(all.map((line) => JSON.stringify(line)).join('\n'));
}

const compare = (program: Step[], lines: Line[]): string[] =>
  differences({ pipelines: [pipeline(program)], findings: [] }, record(lines)).map(
    (one) => one.split('; ran:')[0] ?? '',
  );

describe('reading and run agree', () => {
  it('when the run stops in the middle of a pass', () => {
    expect(compare([forever(times(2, copy), sync)], [copied, copied, synced, copied])).toEqual([]);
  });

  it('when either side of a branch ran', () => {
    const branch: Step = { kind: 'branch', share: 0.5, then: [copy], otherwise: [] };
    expect(compare([forever(branch, sync)], [copied, synced, synced])).toEqual([]);
  });

  it('when start-up, which the thread never comes back to, is not read', () => {
    expect(compare([forever(copy, sync)], [{ ...copied, bytes: 7, route: 9 }, copied, synced])).toEqual([]);
  });
});

describe('passes that take streams in turn', () => {
  const turns = [{ id: 's' }, { id: 's', index: 1 }];
  const round: Step = {
    kind: 'repeat',
    times: 3,
    turns: 2,
    body: [{ ...copy, stream: { id: 's', turns } }],
  };
  const on = (stream: number): Line => ({ ...copied, stream });

  it('agree, the last round of them broken off as well', () => {
    expect(compare([forever(round, sync)], [on(1), on(2), on(1), synced, on(1)])).toEqual([]);
    expect(compare([forever({ ...round, times: 'forever' })], [on(1), on(2), on(1)])).toEqual([]);
  });

  it('part where they ran on one stream, or on a third', () => {
    expect(compare([round], [on(1), on(1), on(1)])[0]).toContain('reads stream s[1] beside stream s');
    expect(compare([round], [on(1), on(2), on(3)])[0]).toContain('reads stream s as one');
  });
});

describe('threads of which one fits what both did', () => {
  const either: Step = { kind: 'branch', share: 0.5, then: [copy], otherwise: [sync] };
  const read = (...programs: Step[][]) => ({
    pipelines: [
      {
        ...pipeline([]),
        threads: programs.flatMap((program, at) =>
          pipeline(program).threads.map((one) => ({ ...one, id: `t${at}`, entry: `work${at}` })),
        ),
      },
    ],
    findings: [],
  });
  const on = (thread: number, ...lines: Line[]): Line[] =>
    lines.map((line) => ({ ...line, thread, stream: thread }));

  it('each find their own, in whichever order they are read', () => {
    const ran = record([...on(1, copied, copied, copied), ...on(2, synced)]);
    expect(differences(read([forever(copy)], [forever(either)]), ran)).toEqual([]);
    expect(differences(read([forever(either)], [forever(copy)]), ran)).toEqual([]);
  });

  it('are told from two that fit one only', () => {
    const ran = record([...on(1, copied, synced), ...on(2, synced)]);
    expect(differences(read([forever(copy)], [forever(either)]), ran)).toEqual([
      '1 threads work0 are read, 0 ran',
      '1 threads work1 are read, 2 ran',
    ]);
  });
});

describe('reading and run part', () => {
  it('at a count', () => {
    expect(compare([forever(times(3, copy), sync)], [copied, copied, synced])).toEqual([
      'a thread read as work: after 2 calls, at ? aclrtSynchronizeStream: reads aclrtMemcpyAsync',
    ]);
  });

  it('at bytes and at a direction', () => {
    expect(compare([forever(copy)], [{ ...copied, bytes: 7 }])[0]).toContain('reads 100 bytes, ran 7');
    expect(compare([forever(copy)], [{ ...copied, direction: 'd2h' }])[0]).toContain(
      'reads the direction h2d, ran d2h',
    );
  });

  it('at a stream that is read as one', () => {
    expect(compare([forever(copy)], [copied, { ...copied, stream: 2 }])[0]).toContain(
      'reads stream s as one, ran on number 2 after 1',
    );
  });

  it('at a count that reading leaves open, or takes for endless', () => {
    const ran = [copied, copied, synced, copied, copied, synced];
    const open: Step = { kind: 'repeat', times: 'frames', body: [copy] };
    for (const loop of [open, forever(copy)]) {
      expect(compare([forever(loop, sync)], ran)[0]).toContain('with a count left open, assumed wrongly');
    }
  });

  it('at memory that is got in each pass', () => {
    const got = { call: 'aclrtMalloc', pool: 'device', bytes: 8, route: 3 };
    const lines = [1, 2, 3].flatMap((buffer) => [{ ...got, buffer }, copied, synced]);
    expect(compare([forever(copy, sync)], lines)[0]).toContain('aclrtMalloc: reads aclrtMemcpyAsync');
  });

  it('at memory that is held for good', () => {
    const lines = [{ call: 'aclrtMalloc', pool: 'device', bytes: 8, buffer: 1, route: 3 }, copied, synced];
    expect(compare([forever(copy, sync)], lines)).toEqual(['0 bytes of device memory are read, 8 ran']);
  });

  it('at the number of threads', () => {
    const read = { pipelines: [pipeline([forever(copy)], 2)], findings: [] };
    expect(differences(read, record([copied]))).toEqual(['2 threads work are read, 1 ran']);
  });

  it('at the end of a thread', () => {
    expect(compare([times(2, copy)], [copied, { call: '(end)' }])[0]).toContain(
      'it ends here, where reading goes on with aclrtMemcpyAsync',
    );
  });

  it('where a thread had no context and the rule is silent', () => {
    const lines = [{ call: 'aclrtSetDevice' }, { ...copied, faults: ['no-context'] }];
    expect(compare([forever(copy)], lines)).toEqual([
      '? aclrtMemcpyAsync ran in a thread without a context, and missing-set-current-context is silent',
    ]);
  });
});

/** Pipelines written by hand that cannot run: one sentence with the line, at once. */
import { describe, expect, it } from 'vitest';
import { aclPerf } from '../support/acl-perf.ts';

const infer = '{ "kind": "submit", "engine": "aicore", "stream": "s", "work": { "milliseconds": 1 } }';
const wait = '{ "kind": "wait", "target": "s" }';

/** Line 3 holds the streams and the like, line 5 and on the steps of the only thread. */
function oneThread(steps: string[], declared = '"streams": [{ "id": "s" }],'): string {
  return `{\n "name": "p",\n ${declared}\n "threads": [{ "id": "t", "program": [\n${steps.join(',\n')}\n]}]\n}`;
}

const forever = (...steps: string[]): string => `{ "kind": "repeat", "body": [\n${steps.join(',\n')}\n] }`;
const host = (milliseconds: number | string): string =>
  `{ "kind": "host", "milliseconds": ${typeof milliseconds === 'string' ? `"${milliseconds}"` : milliseconds} }`;
const submit = (engine: string, work: string): string =>
  `{ "kind": "submit", "engine": "${engine}", "stream": "s", "work": { ${work} } }`;
const queue = (capacity: number): string => `"queues": [{ "id": "q", "capacity": ${capacity} }],`;
const ring = (from: string, to: string): string =>
  `{ "id": "${from}${to}", "program": [${forever(`{ "kind": "dequeue", "queue": "${from}" }`, `{ "kind": "enqueue", "queue": "${to}" }`)}] }`;
const deep = '{ "kind": "repeat", "times": 1, "body": ['.repeat(5000) + host(1) + ']}'.repeat(5000);

const refused: [what: string, json: string, sentence: string][] = [
  [
    'a loop that takes no time',
    oneThread([forever(host(0))]),
    'never ends and takes no time: nothing in it submits, waits or works (-:5)',
  ],
  [
    'a loop of next to no time',
    oneThread([forever(host(1e-300))]),
    'never ends and takes no time: nothing in it submits, waits or works (-:5)',
  ],
  [
    'an event that nothing records',
    oneThread(
      [infer, '{ "kind": "streamWait", "event": "e", "stream": "s" }', infer, wait],
      '"streams": [{ "id": "s" }], "events": [{ "id": "e" }],',
    ),
    'deadlock: stream s[0] of t waits for event e, which nothing records (-:6)',
  ],
  [
    'a full queue that nobody reads',
    oneThread([forever(host(1), '{ "kind": "enqueue", "queue": "q" }')], queue(2)),
    'deadlock: t puts into the queue q, which is full and which no thread takes from any more (-:7)',
  ],
  [
    'a queue without places',
    oneThread([host(1)], queue(0)),
    'the capacity of queue q is 0, less than 1 (-:3)',
  ],
  [
    'queues in a ring',
    `{ "queues": [{ "id": "p" }, { "id": "q" }],\n"threads": [\n${ring('p', 'q')},\n${ring('q', 'p')}] }`,
    'deadlock: pq takes from the queue p, which qp would have to fill (-:4), qp takes',
  ],
  [
    'threads that wait for each other',
    '{ "threads": [\n{ "id": "a", "program": [\n{ "kind": "wait", "for": "thread", "target": "b" }] },\n{ "id": "b", "program": [{ "kind": "wait", "for": "thread", "target": "a" }] }] }',
    'deadlock: a waits for the end of b, which waits for it (-:3), b waits for the end of a, which waits for it (-:4)',
  ],
  [
    'a million threads',
    '{ "threads": [\n{ "id": "t", "replicas": 1000000,\n "program": [{ "kind": "wait" }] }] }',
    '1000000 threads running t are more than the 4096 that can be simulated (-:2)',
  ],
  [
    'a million processes',
    `{ "processes": 1000000, "threads": [{ "id": "t", "program": [${host(1)}] }] }`,
    '1000000 processes are more than the 4096 that can be simulated',
  ],
  [
    '100000 streams',
    `{ "streams": [\n${Array.from({ length: 100_000 }, (_, i) => `{ "id": "${i}" }`).join(',\n')}],\n"threads": [{ "id": "t", "program": [${host(1)}] }] }`,
    '100000 streams are more than the 4096 that can be simulated (-:100001)',
  ],
  ['no threads', '{\n"streams": [],\n"threads": [] }', 'threads: a pipeline needs at least one thread (-:3)'],
  ['a negative time', oneThread([infer, host(-3)]), 'the time of host work is negative: -3 (-:6)'],
  [
    'a time that is no number',
    oneThread([host('0 / 0')]),
    'the time of host work is not a number (0 / 0) (-:5)',
  ],
  ['a time without end', oneThread([host('1 / 0')]), 'the time of host work is infinite (1 / 0) (-:5)'],
  [
    'a time that JSON reads as Infinity',
    oneThread(['{ "kind": "host", "milliseconds": 1e999 }']),
    'the time of host work is infinite (-:5)',
  ],
  [
    'NaN, which is no JSON',
    oneThread(['{ "kind": "host", "milliseconds": NaN }']),
    'stdin:5:35: not JSON: unexpected "N"',
  ],
  [
    'absurd bytes',
    oneThread([submit('h2d', '"bytes": 1e300')]),
    'bytes of h2d is 1e+300, more than 1e15 (-:5)',
  ],
  [
    'an absurd time',
    oneThread([infer, submit('aicore', '"milliseconds": 1e300')]),
    'milliseconds of aicore is 1e+300, more than 1e15 (-:6)',
  ],
  [
    'an engine that does not exist',
    oneThread([submit('gpu', '')]),
    'threads.0.program.0.engine: Invalid type: Expected ("aicore"',
  ],
  [
    'a batch of none',
    oneThread(
      [submit('aicore', '"model": "m"')],
      '"streams": [{ "id": "s" }], "models": [\n{ "id": "m", "batch": 0 }],',
    ),
    'the batch of model m is 0, less than 1 (-:4)',
  ],
  [
    'a huge name',
    `{ "name": "${'n'.repeat(1e6)}",\n"threads": [] }`,
    'name: a text of more than 500 characters (-:1)',
  ],
  [
    'a huge name of a stream',
    oneThread([`{ "kind": "wait", "target": "${'s'.repeat(1e6)}" }`]),
    'threads.0.program.0.target: Invalid type: Expected (string | Object) but received',
  ],
  ['5000 loops within each other', oneThread([deep]), 'steps are nested deeper than 400 levels of JSON'],
  [
    'a range the wrong way round',
    '{ "parameters": [\n{ "name": "N", "value": 1, "range": [9, 1] }], "threads": [] }',
    'parameters.0.range: the smallest value comes first, then the largest (-:2)',
  ],
];

describe('a pipeline written by hand', () => {
  it.each(refused)('of %s is refused with one sentence that names the line', async (_, json, sentence) => {
    const run = await aclPerf(['simulate', '-'], { input: json });
    const [first = '', ...rest] = run.stderr.trimEnd().split('\n');
    expect(first.replaceAll('(stdin:', '(-:')).toContain(sentence);
    expect(rest).toEqual([]);
    expect(first.length).toBeLessThan(500);
    expect(run).toMatchObject({ status: 2, stdout: '' });
  });

  it('of an engine that the profile lacks names the line, and the device', async () => {
    const json = oneThread([infer, submit('venc', '"pixels": 2073600')]);
    const run = await aclPerf(['simulate', '-', '--device', 'ascend910a'], { input: json });
    expect(run.stderr).toContain(
      'venc needs the engine venc, of which the profile of Ascend 910A has no figures (stdin:6)',
    );
    expect(run.status).toBe(2);
  });

  it('knows the lines of its steps', async () => {
    const json = oneThread([forever(infer, wait)]);
    const run = await aclPerf(['simulate', '-', '--format', 'json'], { input: json });
    const { criticalPath } = JSON.parse(run.stdout) as { criticalPath: { source: object }[] };
    expect(criticalPath[0]?.source).toMatchObject({ file: 'stdin', line: 6, column: 1, endLine: 6 });
  });

  it('keeps the source that a step says itself', async () => {
    const source = '"source": { "file": "a.cpp", "line": 77, "column": 1, "endLine": 77, "endColumn": 9 }';
    const json = oneThread([`{ "kind": "host", "milliseconds": -1, ${source} }`]);
    const run = await aclPerf(['simulate', '-'], { input: json });
    expect(run.stderr).toContain('negative: -1 (a.cpp:77)');
  });
});

/** Every error that a user's input can lead to, in Chinese. */
import { describe, expect, it } from 'vitest';
import { parseBaseline } from '../../src/analyzer/baseline.ts';
import { parseConfig } from '../../src/analyzer/config.ts';
import { importMeasurements } from '../../src/measure/import.ts';
import { resolve } from '../../src/pipeline/resolve.ts';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { errorText, UserError } from '../../src/pipeline/words.ts';
import { loadProfile, parseProfileFile } from '../../src/profile/load.ts';
import { checkAxes } from '../../src/sim/explore/settings.ts';
import { simulate } from '../../src/sim/index.ts';
import { englishIn, hasChinese } from '../support/english.ts';

type Attempt = () => unknown;

const host = { kind: 'host', what: 'x', milliseconds: 1 };
const run = (program: object[], rest: object = {}, settings: Record<string, number> = {}): Attempt => {
  const pipeline = { threads: [{ id: 'worker', program, ...rest }] };
  return () => simulate(parsePipeline(pipeline), loadProfile(), { settings });
};
const whole = (pipeline: unknown): Attempt => {
  return () => simulate(parsePipeline(pipeline), loadProfile());
};
const at = { file: 'main.cpp', line: 3, column: 1, endLine: 3, endColumn: 2 };

const pipelines: Record<string, Attempt> = {
  'is none': whole(3),
  'has no threads': whole({}),
  'has an empty list of threads': whole({ threads: [] }),
  'has a key too much': whole({ threads: [], colour: 1 }),
  'has an empty name': whole({ threads: [{ id: '', program: [] }] }),
  'has a name too long': whole({ threads: [{ id: 'x'.repeat(600), program: [] }] }),
  'has a step of no kind': run([{ kind: 'sing' }]),
  'has an engine that is none': run([{ kind: 'submit', engine: 'gpu' }]),
  'has a range upside down': whole({
    parameters: [{ name: 'N', value: 1, range: [2, 1] }],
    threads: [{ id: 'a', program: [] }],
  }),
  'has a line that is none': run([{ ...host, source: { ...at, line: 0 } }]),
  'has a line that is no whole number': run([{ ...host, source: { ...at, line: 1.5 } }]),
  'uses a stream that is not declared': run([{ kind: 'submit', engine: 'vpc', stream: 's' }]),
  'uses one of others': whole({
    queues: [{ id: 'q' }],
    threads: [{ id: 'a', program: [{ kind: 'enqueue', queue: 'r' }] }],
  }),
  'declares a stream twice': whole({
    streams: [{ id: 's' }, { id: 's' }],
    threads: [{ id: 'a', program: [] }],
  }),
  'has a negative time': run([{ ...host, milliseconds: -1, source: at }]),
  'has a time without end': run([{ ...host, milliseconds: '1e400' }]),
  'has a time that is no number': run([{ ...host, milliseconds: '0/0' }]),
  'has a time of ages': run([{ ...host, milliseconds: 1e20 }]),
  'has a share above 1': run([{ kind: 'branch', share: 2 }]),
  'has no processes': whole({ processes: 0, threads: [{ id: 'a', program: [host] }] }),
  'computes with a name that is none': run([{ ...host, milliseconds: 'N+1' }]),
  'computes with a function that is none': run([{ ...host, milliseconds: 'sqrt(4)' }]),
  'computes with half an expression': run([{ ...host, milliseconds: '1+' }]),
  'computes with a sign that is none': run([{ ...host, milliseconds: '1 & 2' }]),
  'computes without a bracket': run([{ ...host, milliseconds: '(1' }]),
  'computes with too much': run([{ ...host, milliseconds: '1+'.repeat(3000) }]),
  'computes too deep': run([{ ...host, milliseconds: `${'('.repeat(300)}1` }]),
  'has too many threads': run([host], { replicas: 1e5 }),
  'has too many processes': whole({ processes: 1e5, threads: [{ id: 'a', program: [host] }] }),
  'has too many steps': run(
    Array.from({ length: 300 }, () => host),
    { replicas: 4000 },
  ),
  'has a loop that gets nowhere': run([{ kind: 'repeat', body: [] }]),
  'is set a parameter it has not': run([host], {}, { N: 1 }),
  'waits for an event for ever': whole({
    events: [{ id: 'e' }],
    threads: [{ id: 'a', program: [{ kind: 'wait', for: 'event', target: 'e' }] }],
  }),
  'locks a mutex twice': run([
    { kind: 'lock', mutex: 'm', body: [{ kind: 'lock', mutex: 'm', body: [host] }] },
  ]),
  'takes from a queue that nothing fills': whole({
    queues: [{ id: 'q' }],
    threads: [{ id: 'a', program: [{ kind: 'dequeue', queue: 'q' }, host] }],
  }),
  'waits for a report that never comes': run([{ kind: 'wait', for: 'report' }]),
  'holds up a stream for ever': whole({
    streams: [{ id: 's' }],
    events: [{ id: 'e' }],
    threads: [
      {
        id: 'a',
        program: [
          { kind: 'streamWait', event: 'e', stream: 's' },
          { kind: 'submit', engine: 'vpc', stream: 's', work: { pixels: 1e6 } },
          { kind: 'wait', for: 'stream', target: 's' },
        ],
      },
    ],
  }),
  'needs an engine that the device has not': () => {
    const pipeline = parsePipeline({ threads: [{ id: 'a', program: [{ kind: 'submit', engine: 'pngd' }] }] });
    const profile = loadProfile();
    return simulate(pipeline, { ...profile, engines: {} });
  },
  'cannot vary so': () =>
    checkAxes(parsePipeline({ threads: [{ id: 'a', program: [host] }] }), [{ name: 'N', values: [1] }]),
  'is set no number': () =>
    resolve(
      parsePipeline({ parameters: [{ name: 'N', value: 1 }], threads: [{ id: 'a', program: [host] }] }),
      { N: NaN },
    ),
};

const profile = (change: object): string => JSON.stringify({ ...loadProfile(), ...change });

const files: Record<string, Attempt> = {
  'a configuration cut off': () => parseConfig('{', '.acl-perf.json'),
  'an empty configuration': () => parseConfig('', '.acl-perf.json'),
  'a configuration with a comma too much': () => parseConfig('{"a":1,}', '.acl-perf.json'),
  'a configuration that is a list': () => parseConfig('[]', '.acl-perf.json'),
  'a configuration of a rule that is none': () =>
    parseConfig('{"rules":{"no-rule":"off"}}', '.acl-perf.json'),
  'a configuration of a version that is none': () => parseConfig('{"cannVersion":"new"}', '.acl-perf.json'),
  'a baseline with a list': () => parseBaseline('{"version":1,"findings":[]}', 'baseline.json'),
  'a profile that is none': () => parseProfileFile('3', 'a.json'),
  'a profile without JSON': () => parseProfileFile('<a>', 'a.json'),
  'a profile with an empty id': () => parseProfileFile(profile({ id: '' }), 'a.json'),
  'a profile with a speed of 0': () => parseProfileFile(profile({ speed: { vpc: 0 } }), 'a.json'),
  'a profile of a version that is none': () => parseProfileFile(profile({ cann: 'new' }), 'a.json'),
  'a profile by a device that is none': () => parseProfileFile(profile({ basedOn: 'ascend9' }), 'a.json'),
  'a measurement of nothing': () => importMeasurements('a.log', 'nothing'),
  'a measurement with a zero byte': () => importMeasurements('a.log', '\0'),
  'a table with an open quote': () => importMeasurements('a.csv', 'a,"b\n'),
  'a table with a quote inside': () => importMeasurements('a.csv', 'a,b"c\n'),
  'a table of nothing known': () => importMeasurements('a.csv', 'a,b\n1,2\n'),
  'a trace of another tool': () => importMeasurements('a.json', '[{"name":"x","ph":"X","dur":1,"args":{}}]'),
};

function refusal(attempt: Attempt): unknown {
  try {
    attempt();
  } catch (error) {
    return error;
  }
  throw new Error('it was taken');
}

describe('what cannot be used is refused in Chinese', () => {
  it.each(Object.entries({ ...pipelines, ...files }))('%s', (_, attempt) => {
    const error = refusal(attempt);
    expect(error).toBeInstanceOf(UserError);
    const text = errorText(error, 'zh');
    expect(hasChinese(text), text).toBe(true);
    expect(englishIn(text), text).toEqual([]);
    expect(text).not.toMatch(/\{\w+\}|\n/);
    expect(errorText(error, 'en')).toBe((error as Error).message);
    expect(hasChinese((error as Error).message)).toBe(false);
  });

  it('with its place in brackets of its own width', () => {
    const error = refusal(pipelines['has a negative time'] ?? (() => undefined));
    expect(errorText(error, 'zh')).toBe('x 的时间为负数：-1（main.cpp:3）');
    expect(errorText(error, 'en')).toBe('the time of x is negative: -1 (main.cpp:3)');
  });
});

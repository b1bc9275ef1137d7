import { afterEach, describe, expect, it } from 'vitest';
import { PipelineError } from '../../../src/pipeline/errors.ts';
import { errorText } from '../../../src/pipeline/words.ts';
import { readFiles } from '../../../src/measure/files.ts';
import { parsePipeline } from '../../../src/pipeline/schema.ts';
import { loadProfile } from '../../../src/profile/load.ts';
import { nodeSimulator, startNodeThread } from '../../../src/server/node-threads.ts';
import { runJob } from '../../../src/service/simulation/job.ts';
import type { SimulationJob, SimulationRequest } from '../../../src/service/simulation/job.ts';
import { SimulationPool } from '../../../src/service/simulation/pool.ts';
import { answer, readBeside } from '../../../src/service/simulation/thread.ts';
import type { StartThread, ThreadAnswer, ThreadRequest } from '../../../src/service/simulation/thread.ts';

const profile = loadProfile('ascend310');
const pipeline = (name: string, replicas = 1) =>
  parsePipeline({
    name,
    streams: [{ id: 's' }],
    models: [{ id: 'm', catalogueName: 'resnet50' }],
    threads: [
      {
        id: 't',
        replicas,
        program: [
          {
            kind: 'repeat',
            times: 'forever',
            body: [
              {
                kind: 'submit',
                call: 'run',
                engine: 'aicore',
                mode: 'sync',
                stream: { id: 's' },
                work: { model: 'm' },
              },
            ],
          },
        ],
      },
    ],
  });
const job = (name: string, replicas?: number): SimulationJob => ({
  pipeline: pipeline(name, replicas),
  profile,
  settings: {},
});

/** A thread that answers when the test says so. */
class Fake {
  static all: Fake[] = [];
  readonly asked: ThreadRequest[] = [];

  constructor(
    private readonly answered: (answer: ThreadAnswer) => void,
    readonly fail: () => void,
  ) {
    Fake.all.push(this);
  }

  static readonly start: StartThread = (answered, failed) => {
    const fake = new Fake(answered, failed);
    return { ask: (request) => void fake.asked.push(request), end: () => Promise.resolve() };
  };

  get names(): string[] {
    return this.asked.map((asked) => ('job' in asked ? asked.job.pipeline.name : 'files'));
  }

  /** Answers the last request as a thread would. */
  finish(): void {
    this.answered(answer(this.asked.at(-1)!));
  }
}

/** Lets the pool distribute what is due. */
const settle = () => new Promise((done) => setTimeout(done, 5));

afterEach(() => {
  Fake.all = [];
});

describe('a pool of simulation threads', () => {
  it('starts no more threads than it may, and gives each one job at a time', async () => {
    const pool = new SimulationPool(Fake.start, 2);
    const results = ['a', 'b', 'c'].map((name) => pool.submit(job(name)).wait());
    await settle();
    expect(Fake.all.map(({ names }) => names)).toEqual([['a'], ['b']]);
    Fake.all[1]!.finish();
    expect(Fake.all.map(({ names }) => names)).toEqual([['a'], ['b', 'c']]);
    Fake.all.forEach((fake) => fake.finish());
    const rates = (await Promise.all(results)).map(({ prediction }) => prediction.qps);
    expect(new Set(rates)).toEqual(new Set([runJob(job('a')).prediction.qps]));
  });

  it('never starts what nobody wants any more', async () => {
    const pool = new SimulationPool(Fake.start, 1);
    const first = pool.submit(job('first')).wait();
    const edited = new AbortController();
    const old = pool.submit(job('old')).wait({ signal: edited.signal });
    const newer = pool.submit(job('newer')).wait();
    await settle();
    edited.abort();
    await expect(old).rejects.toThrow(/abort/i);
    await settle();
    Fake.all[0]!.finish();
    Fake.all[0]!.finish();
    await Promise.all([first, newer]);
    expect(Fake.all[0]!.names).toEqual(['first', 'newer']);
  });

  it('stops what nobody wants any more once its thread is needed, and not before', async () => {
    const pool = new SimulationPool(Fake.start, 1);
    const edited = new AbortController();
    const old = pool.submit(job('old')).wait({ signal: edited.signal });
    await settle();
    edited.abort();
    await expect(old).rejects.toThrow();
    await settle();
    const [{ stop }] = Fake.all[0]!.asked as [SimulationRequest];
    expect(Atomics.load(stop!, 0)).toBe(0);
    const newer = pool.submit(job('newer')).wait();
    await settle();
    expect(Atomics.load(stop!, 0)).toBe(1);
    Fake.all[0]!.finish();
    expect(Fake.all[0]!.names).toEqual(['old', 'newer']);
    Fake.all[0]!.finish();
    expect((await newer).prediction.qps).toBeGreaterThan(0);
  });

  it('lets what is urgent go first, and takes up again what it has stopped for that', async () => {
    const pool = new SimulationPool(Fake.start, 1);
    const pricing = pool.submit(job('pricing')).wait();
    const later = pool.submit(job('later')).wait();
    await settle();
    const whatIf = pool.submit(job('what-if')).wait({ urgent: true });
    await settle();
    for (let answers = 0; answers < 4; answers++) Fake.all[0]!.finish();
    await Promise.all([pricing, later, whatIf]);
    expect(Fake.all[0]!.names).toEqual(['pricing', 'what-if', 'pricing', 'later']);
  });

  it('simulates on this thread where there are none, and where they end', async () => {
    const none = new SimulationPool(() => {
      throw new Error('no threads here');
    }, 4);
    const here = ['a', 'b'].map((name) => none.submit(job(name)).wait());
    const broken = new SimulationPool(Fake.start, 1);
    const lost = ['c', 'd'].map((name) => broken.submit(job(name)).wait());
    await settle();
    Fake.all[0]!.fail();
    const results = await Promise.all([...here, ...lost]);
    for (const { prediction } of results) expect(prediction).toEqual(runJob(job('a')).prediction);
  });

  it('tells a pipeline that cannot be simulated from a defect', async () => {
    const pool = new SimulationPool(Fake.start, 1);
    const bad = pool.submit(job('bad', -1)).wait();
    await settle();
    Fake.all[0]!.finish();
    await expect(bad).rejects.toThrow(PipelineError);
  });
});

describe('a thread of Node', () => {
  it('refuses what makes no sense with its place, in the language of who asks', async () => {
    const pool = nodeSimulator();
    const bad = job('bad', -1);
    const [thread] = bad.pipeline.threads;
    const source = { file: 'main.cpp', line: 7, column: 1, endLine: 7, endColumn: 2 };
    const placed = { ...bad.pipeline, threads: [{ ...thread!, source }] };
    const error: unknown = await pool
      .submit({ ...bad, pipeline: placed })
      .wait()
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PipelineError);
    expect((error as PipelineError).range).toEqual(source);
    expect(errorText(error, 'en')).toBe('the number of threads running t is negative: -1 (main.cpp:7)');
    expect(errorText(error, 'zh')).toBe('运行 t 的线程数为负数：-1（main.cpp:7）');
    await pool.close();
  });

  it('gives the same result as this thread, and what is asked for of its timeline', async () => {
    const pool = nodeSimulator();
    const asked = { ...job('a'), mostBoxes: 7, trace: 'a' };
    const [there, again] = await Promise.all([pool.submit(asked).wait(), pool.submit(asked).wait()]);
    expect(there).toEqual(runJob(asked));
    expect(again).toEqual(there);
    expect(there.timeline!.boxes).toHaveLength(7);
    expect(JSON.parse(there.trace!)).toHaveProperty('traceEvents');
    await pool.close();
  });

  it('can be stopped in the middle of a long simulation', async () => {
    const pool = nodeSimulator(64);
    expect(pool.width).toBe(1);
    const edited = new AbortController();
    const endless = { ...job('endless'), precision: 0, budgetEvents: 1e12 };
    const old = pool.submit(endless).wait({ signal: edited.signal });
    const next = pool.submit(job('next')).wait();
    setTimeout(() => edited.abort(), 50);
    await expect(old).rejects.toThrow();
    expect((await next).prediction).toEqual(runJob(job('next')).prediction);
    await pool.close();
  });
});

describe('measurements read beside', () => {
  const files = [
    { name: 'run.log', text: 'loop_count = 1 QPS = 366\n' },
    { name: 'runs.csv', text: 'N,QPS\n2,300\n' },
    { name: 'notes.txt', text: 'nothing' },
  ];
  const here = readFiles(files);

  it('are what this thread would read', async () => {
    expect(here).toMatchObject({ summaries: [{ mean: 366 }], runs: [{ qps: 300 }], notes: [{}] });
    expect(await readBeside(startNodeThread, { files })).toEqual(here);
  });

  it('are read here where there are no threads, and where they end', async () => {
    const none: StartThread = () => {
      throw new Error('no threads here');
    };
    expect(await readBeside(none, { files }, { here: readFiles })).toEqual(here);
    await expect(readBeside(none, { files })).rejects.toThrow('no threads here');
    const lost = readBeside(Fake.start, { files }, { here: readFiles });
    Fake.all[0]!.fail();
    expect(await lost).toEqual(here);
  });

  it('end their thread', async () => {
    let ended = 0;
    const start: StartThread = (answered) => ({
      ask: (request) => answered(answer(request)),
      end: () => Promise.resolve(void ended++),
    });
    expect(await readBeside(start, { files })).toEqual(here);
    expect(ended).toBe(1);
  });

  it('end their thread once nobody waits, and are not read here in its place', async () => {
    let ended = 0;
    const start: StartThread = () => ({
      ask: () => undefined,
      end: () => Promise.resolve(void ended++),
    });
    const neverRead = (): never => expect.unreachable('read here');
    const waiting = new AbortController();
    const asked = readBeside(start, { files }, { here: neverRead, signal: waiting.signal });
    waiting.abort(new Error('closed'));
    await expect(asked).rejects.toThrow('closed');
    expect(ended).toBe(1);
    const late = readBeside(start, { files }, { here: neverRead, signal: waiting.signal });
    await expect(late).rejects.toThrow('closed');
  });
});

/** A larger batch divides the executions of its own model alone: all else is as often in a frame as before. */
import { describe, expect, it } from 'vitest';
import { gather } from '../../src/analyzer/rules/counterfactual/batching.ts';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import { frameCounters } from '../../src/pipeline/frames.ts';
import { resolve } from '../../src/pipeline/resolve.ts';
import type { ResolvedStep } from '../../src/pipeline/resolved.ts';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { visitsIn } from '../../src/pipeline/visits.ts';

const places = new Map<string, object>();
const placed = (name: string): object => {
  const line = places.size + 1;
  const source = { file: 'a.cpp', line, column: 1, endLine: line, endColumn: 2 };
  if (!places.has(name)) places.set(name, source);
  return { source: places.get(name) };
};

const run = (model: string) => ({
  ...placed(model),
  kind: 'submit',
  engine: 'aicore',
  mode: 'sync',
  call: model,
  work: { model },
});
const copy = (engine: string) => ({
  kind: 'submit',
  engine,
  mode: 'sync',
  call: engine,
  work: { bytes: 1000 },
});
const host = { kind: 'host', what: 'host', milliseconds: 1, busy: true };
const loop = (times: number | string, ...body: object[]) => ({ kind: 'repeat', times, body });
const lock = (...body: object[]) => ({ kind: 'lock', mutex: 'm', body });
const wait = { kind: 'wait', for: 'device', call: 'wait' };

function pipelineOf(body: object[], kind = 'main'): Pipeline {
  const program = kind === 'callback' ? body : [{ ...loop('forever', ...body), frameLoop: true }];
  return parsePipeline({
    models: ['det', 'cls'].map((id) => ({ id, catalogueName: 'resnet50', batch: 1 })),
    threads: [{ id: 't', kind, program }],
  });
}

/** How often a frame each call is made, and how many bytes it copies. */
function perFrame(pipeline: Pipeline): Record<string, number> {
  const resolved = resolve(pipeline);
  const visits = visitsIn(
    resolved.threads[0]?.program[0]?.kind === 'repeat' ? resolved.threads[0].program[0].body : [],
  );
  const counters = frameCounters(resolved);
  const frames = [...counters].reduce((sum, [step, each]) => sum + each * (visits.get(step) ?? 0), 0);
  const counts: Record<string, number> = {};
  for (const [step, times] of visits) {
    const name = nameOf(step);
    if (name) counts[name] = (counts[name] ?? 0) + times / frames;
    if (step.kind === 'submit' && step.engine === 'd2h')
      counts.bytes = (counts.bytes ?? 0) + (times * (step.work.bytes ?? 0)) / frames;
  }
  return counts;
}

const nameOf = (step: ResolvedStep): string | undefined =>
  step.kind === 'host' ? 'host' : 'call' in step ? step.call : undefined;

const batched = (model: string, body: object[]) => {
  const pipeline = pipelineOf(body);
  const source = placed(model) as { source: Parameters<typeof gather>[1] };
  const after = gather(pipeline, source.source, 16);
  return after && { before: perFrame(pipeline), after: perFrame(after) };
};

describe('a batch of 16', () => {
  it.each([
    ['of a model alone', 'det', [copy('h2d'), run('det'), host], {}],
    ['with the copy of its results', 'det', [copy('h2d'), run('det'), copy('d2h'), host], { d2h: 1 / 16 }],
    ['of a model before another', 'det', [run('det'), host, run('cls')], {}],
    ['of a model behind another', 'cls', [run('det'), host, run('cls'), host], {}],
    ['of a detector before an inner loop', 'det', [run('det'), loop(10, run('cls'))], {}],
    ['of a model of an inner loop', 'cls', [run('det'), loop(10, copy('h2d'), run('cls'), host)], { cls: 1 }],
    ['of one with more passes', 'cls', [run('det'), loop(32, copy('h2d'), run('cls'))], { cls: 2 }],
    ['under a lock', 'det', [copy('h2d'), lock(run('det')), host], {}],
    ['of a model that runs at two places', 'det', [copy('h2d'), run('det'), host, run('det')], {}],
  ])('%s leaves all else as it is', (_, model, body, said) => {
    const { before, after } = batched(model, body) ?? {};
    const expected: Record<string, number> = { ...before, [model]: (before?.[model] ?? 0) / 16, ...said };
    expect(Object.keys(after ?? {}).sort()).toEqual(Object.keys(expected).sort());
    for (const [name, value] of Object.entries(expected)) expect(after?.[name], name).toBeCloseTo(value, 9);
  });

  it('waits once for all', () => {
    const { after } = batched('det', [copy('h2d'), run('det'), wait, host]) ?? {};
    expect(after).toMatchObject({ wait: 1 / 16, det: 1 / 16, host: 1, h2d: 1 });
  });

  it('is not priced where a callback runs the model: it has nothing to gather from', () => {
    const source = placed('det') as { source: Parameters<typeof gather>[1] };
    expect(gather(pipelineOf([run('det')], 'callback'), source.source, 16)).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import type { Pipeline, Step } from '../../src/pipeline/pipeline.ts';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { resolve } from '../../src/pipeline/resolve.ts';
import { walk } from '../../src/pipeline/walk.ts';
import { loadProfile, withCann } from '../../src/profile/load.ts';
import { simulate } from '../../src/sim/index.ts';
import { programOf } from './support/analyse.ts';
import { frame } from './support/programs.ts';

/** Findings of one rule with the Pipeline before and after. */
function changesOf(rule: string, code: string): { before: Pipeline; after: Pipeline }[] {
  const { pipeline, findings } = programOf(code);
  return findings
    .filter((finding) => finding.rule === rule && finding.counterfactual)
    .map((finding) => ({ before: pipeline, after: finding.counterfactual?.(pipeline) ?? pipeline }));
}

const steps = (pipeline: Pipeline): Step[] =>
  pipeline.threads.flatMap((thread) => [...walk<Step>(thread.program)]);
const calls = (pipeline: Pipeline): string[] =>
  steps(pipeline).map((step) => ('call' in step && step.call !== undefined ? step.call : step.kind));

const execute = 'aclmdlExecuteAsync(modelId, input, output, stream);';
const wait = 'aclrtSynchronizeStream(stream);';

/** Frames/s before and after the fix, on a machine with this version of CANN. */
function gainOf(rule: string, code: string, version?: string): [number, number] {
  const [change] = changesOf(rule, code);
  if (!change) throw new Error(`no finding of ${rule}`);
  const profile = withCann(loadProfile(), version);
  const rate = (pipeline: Pipeline): number => simulate(pipeline, profile).qps;
  return [rate(change.before), rate(change.after)];
}

describe('counterfactuals of copies', () => {
  const several = 'for (int k = 0; k < 64; k++)\n{\n';
  const pageable = frame(
    `${several}aclrtMemcpyAsync(deviceIn, IN_BYTES, plain, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, stream);\naclmdlExecuteAsync(modelId, input, output, stream);\n}\naclrtSynchronizeStream(stream);`,
    { before: 'void *plain = malloc(IN_BYTES);' },
  );

  it('lock the memory: where the call blocks, the copy overlaps with the host from then on', () => {
    for (const version of ['8.5', undefined]) {
      const [before, then] = gainOf('async-memcpy-pageable', pageable, version);
      expect(then).toBeGreaterThan(1.1 * before);
    }
    const [before, then] = gainOf('async-memcpy-pageable', pageable, '8.0');
    expect(then).toBe(before);
  });

  it('lock the memory too where a synchronous copy becomes an asynchronous one', () => {
    const code = frame(
      'aclrtMemcpy(deviceIn, IN_BYTES, plain, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);\naclmdlExecute(modelId, input, output);',
      { before: 'void *plain = malloc(IN_BYTES);' },
    );
    const [change] = changesOf('memcpy-sync-in-loop', code);
    const copyIn = (pipeline: Pipeline | undefined) =>
      steps(pipeline as Pipeline).find((step) => step.kind === 'submit' && step.engine === 'h2d');
    expect(copyIn(change?.before)).toMatchObject({ mode: 'sync', work: { pageable: true } });
    expect(copyIn(change?.after)).toMatchObject({ mode: 'async' });
    expect(copyIn(change?.after)).not.toHaveProperty('work.pageable');
  });
});

describe('counterfactuals', () => {
  it('make an execution asynchronous, with one wait after a counted loop', () => {
    const code = frame('aclmdlExecute(modelId, input, output);', { loop: 'for (int i = 0; i < 100; i++)' });
    const [change] = changesOf('sync-model-execute-in-loop', code);
    const execution = steps(change?.after as Pipeline).find((step) => step.kind === 'submit');
    expect(execution).toMatchObject({ mode: 'async', stream: { id: 'stream' } });
    const program = change?.after.threads[0]?.program ?? [];
    const loop = program.findIndex((step) => step.kind === 'repeat');
    expect(program[loop + 1]).toMatchObject({ kind: 'wait', for: 'stream' });
  });

  it('wait after every 64th pass of an endless loop', () => {
    const [change] = changesOf('sync-model-execute-in-loop', frame('aclmdlExecute(modelId, input, output);'));
    const loop = steps(change?.after as Pipeline).find((step) => step.kind === 'repeat');
    expect(loop).toMatchObject({ times: 'forever', body: [{ kind: 'repeat', times: 64 }, { kind: 'wait' }] });
  });

  it('wait less often', () => {
    const [change] = changesOf('sync-each-submission', frame(`${execute}\n${wait}`));
    const loop = steps(change?.after as Pipeline).find((step) => step.kind === 'repeat');
    expect(loop).toMatchObject({
      body: [{ kind: 'repeat', times: 64, body: [{ kind: 'submit' }] }, { kind: 'wait' }],
    });
  });

  it('of one loop together wait once for its group of passes, and for no group of groups', () => {
    const copies = [
      'aclrtMemcpy(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);',
      'aclmdlExecute(modelId, input, output);',
      'aclrtMemcpy(hostOut, OUT_BYTES, deviceOut, OUT_BYTES, ACL_MEMCPY_DEVICE_TO_HOST);',
    ];
    const { pipeline, findings } = programOf(frame(`${copies.join('\n')}\n${execute}\n${wait}`));
    const changed = findings
      .filter(({ rule }) => /^(memcpy-sync|sync-model|sync-each)/.test(rule))
      .reduce((now, { counterfactual }) => counterfactual?.(now) ?? now, pipeline);
    const groups = steps(changed).filter((step) => step.kind === 'repeat' && step.times === 64);
    expect(groups).toHaveLength(1);
    expect(steps(changed).filter(({ kind }) => kind === 'wait').length).toBeLessThan(3);
    expect(simulate(changed, loadProfile()).run.converged).toBe(true);
  });

  it('take a copy out', () => {
    const code = frame(
      `aclrtMemcpyAsync(deviceIn, 75264, resizedData, 75264, ACL_MEMCPY_DEVICE_TO_DEVICE, stream);\n${execute}\n${wait}`,
    );
    const [change] = changesOf('redundant-d2d-copy', code);
    expect(calls(change?.before as Pipeline)).toContain('aclrtMemcpyAsync');
    expect(calls(change?.after as Pipeline)).not.toContain('aclrtMemcpyAsync');
  });

  it('merge the copies of rows', () => {
    const code = frame(
      `${execute}\n${wait}\nfor (int i = 0; i < 8; i++) {\n    aclrtMemcpy(to + i * 60, 60, from + i * 64, 60, ACL_MEMCPY_DEVICE_TO_HOST);\n}`,
      { before: 'uint8_t *from = (uint8_t *)deviceOut;\nuint8_t *to = (uint8_t *)hostOut;' },
    );
    const [change] = changesOf('row-copy-loop', code);
    const copy = steps(change?.after as Pipeline).find(
      (step) => step.kind === 'submit' && step.call === 'aclrtMemcpy',
    );
    expect(copy).toMatchObject({ work: { bytes: 480 } });
    expect(steps(change?.after as Pipeline).filter((step) => step.kind === 'repeat')).toHaveLength(1);
  });

  it('move an allocation before the loop, and its free away', () => {
    const code = frame(
      `void *own = nullptr;\nacldvppMalloc(&own, 1024); // acl-perf: cost=2ms\naclmdlExecute(modelId, input, output);\nacldvppFree(own); // acl-perf: cost=1ms`,
    );
    const [change] = changesOf('alloc-in-loop', code);
    const loop = steps(change?.after as Pipeline).find((step) => step.kind === 'repeat');
    const inside = loop?.kind === 'repeat' ? [...walk<Step>(loop.body)].map((step) => step.kind) : [];
    expect(inside).not.toContain('allocate');
    expect(inside).not.toContain('free');
    expect(inside).not.toContain('host');
    expect(steps(change?.after as Pipeline).filter((step) => step.kind === 'allocate').length).toBe(
      steps(change?.before as Pipeline).filter((step) => step.kind === 'allocate').length,
    );
  });

  it('price calls of the runtime by the time that a comment says, and not at all without it', () => {
    const body = (call: string) => frame(`${call}\naclmdlExecute(modelId, input, output);`);
    const calls: [rule: string, call: string][] = [
      ['alloc-in-loop', 'aclrtMalloc(&deviceIn, 1024, ACL_MEM_MALLOC_NORMAL_ONLY);'],
      ['create-destroy-in-loop', 'aclrtCreateStream(&stream);'],
    ];
    for (const [rule, call] of calls) {
      const [before, then] = gainOf(rule, body(`${call} // acl-perf: cost=5ms`));
      expect(1000 / before - 1000 / then).toBeCloseTo(5, 0);
      expect(changesOf(rule, body(call))).toEqual([]);
      expect(programOf(body(call)).findings.some((finding) => finding.rule === rule)).toBe(true);
    }
  });

  it('price what belongs to the start of a process by an assumed time, which a comment settles', () => {
    const body = (call: string) => frame(`${call}\naclmdlExecute(modelId, input, output);`);
    const calls: [rule: string, call: string, assumed: number][] = [
      ['model-load-in-loop', 'aclmdlLoadFromFile("a.om", &modelId);', 100],
      ['runtime-init-in-loop', 'aclrtResetDevice(0);', 100],
    ];
    for (const [rule, call, assumed] of calls) {
      for (const [comment, milliseconds] of [
        ['', assumed],
        [' // acl-perf: cost=5ms', 5],
      ] as const) {
        const [before, then] = gainOf(rule, body(`${call}${comment}`));
        expect(1000 / before - 1000 / then).toBeCloseTo(milliseconds, 0);
      }
    }
  });

  it('gather 16 frames a batch', () => {
    const decode = 'acldvppJpegDecodeAsync(channel, jpeg, JPEG_BYTES, decoded, stream);';
    const [change] = changesOf('batch-one-loop', frame(`${decode}\n${execute}\n${wait}`));
    const loop = steps(change?.after as Pipeline).find((step) => step.kind === 'repeat');
    expect(loop).toMatchObject({
      body: [{ kind: 'repeat', times: 16 }, { kind: 'submit' }, { kind: 'wait' }],
    });
    expect(change?.after.models[0]).toMatchObject({ batch: 16 });
  });

  it('double a thread with all that is its own', () => {
    const decode = 'acldvppJpegDecodeAsync(channel, jpeg, JPEG_BYTES, decoded, stream);';
    const [change] = changesOf('single-stream-multi-engine', frame(`${decode}\n${execute}\n${wait}`));
    expect(change?.after.threads[0]).toMatchObject({ replicas: 2 });
    expect(change?.after.streams.map((stream) => stream.scope)).toEqual(['thread']);
  });

  const everything = frame(
    `FILE *file = fopen("a.bin", "rb");
fread(hostIn, 1, IN_BYTES, file);
void *own = nullptr;
acldvppMalloc(&own, JPEG_BYTES);
aclrtMemset(deviceOut, OUT_BYTES, 0, OUT_BYTES);
aclrtMemcpy(own, JPEG_BYTES, hostIn, JPEG_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);
acldvppJpegDecodeAsync(channel, own, JPEG_BYTES, decoded, stream);
aclrtSynchronizeStream(stream);
acldvppVpcResizeAsync(channel, decoded, resized, resizeConfig, stream);
aclrtMemcpyAsync(deviceIn, 75264, resizedData, 75264, ACL_MEMCPY_DEVICE_TO_DEVICE, stream);
aclmdlExecuteAsync(modelId, input, output, stream);
aclrtSynchronizeStream(stream);
aclmdlExecute(modelId, input, output);
aclrtMemcpy(hostOut, OUT_BYTES, deviceOut, OUT_BYTES, ACL_MEMCPY_DEVICE_TO_HOST);
acldvppFree(own);`,
  );

  it('give a Pipeline that can be run, leave the first one as it was, and combine', () => {
    const { pipeline, findings } = programOf(everything);
    const text = JSON.stringify(pipeline);
    const runs = (changed: Pipeline): boolean =>
      resolve(parsePipeline(JSON.parse(JSON.stringify(changed)))).threads.length > 0;
    let combined = pipeline;
    for (const { rule, counterfactual } of findings) {
      if (!counterfactual) continue;
      const after = counterfactual(pipeline);
      expect(JSON.stringify(after), rule).not.toBe(text);
      expect(after && runs(after), rule).toBe(true);
      combined = counterfactual(combined) ?? combined;
    }
    expect(JSON.stringify(pipeline)).toBe(text);
    expect(runs(combined)).toBe(true);
  });

  it('are there for most rules that such a program breaks', () => {
    const priced = programOf(everything).findings.filter((finding) => finding.counterfactual);
    expect(new Set(priced.map((finding) => finding.rule)).size).toBeGreaterThanOrEqual(9);
  });
});

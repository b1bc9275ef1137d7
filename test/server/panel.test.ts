import { describe, expect, it } from 'vitest';
import type { CodeLens } from 'vscode-languageserver-protocol';
import { CancellationTokenSource } from 'vscode-languageserver-protocol/node';
import * as v from 'valibot';
import type { Definition } from '../../src/server/protocol.ts';
import { requests } from '../../src/server/protocol.ts';
import { readTimeline } from '../../src/server/protocol-timeline.ts';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { OPEN_THREADS, ROOT, SYNC_LOOP } from '../support/acl-perf.ts';
import { LspClient } from '../support/lsp-client.ts';

const URI = 'file:///somewhere/full/main.cpp';
const SOURCE = readFileSync(path.join(ROOT, 'examples/full-batch1/main.cpp'), 'utf8');

async function started(): Promise<LspClient> {
  const client = await LspClient.startHere();
  await client.open(URI, SOURCE);
  return client;
}

/** Sends a request of the protocol and holds the answer to its schema. */
async function ask<P, R>(client: LspClient, definition: Definition<P, R>, params: P): Promise<R> {
  const answer: unknown = await client.request(definition.method, params);
  return v.parse(definition.result, answer);
}

async function predicted(client: LspClient, wanted: { uri?: string; program?: string }) {
  const report = await ask(client, requests.predict, wanted);
  if (!report?.prediction) throw new Error('no prediction');
  return report;
}

describe('requests of the panel', () => {
  it('programs and the report, each as the protocol’s schema says', async () => {
    const client = await started();
    const [status] = await ask(client, requests.programs, {});
    expect(status).toMatchObject({ uri: URI, fits: true });
    const report = await predicted(client, { uri: URI });
    expect(report.prediction.qps).toBeCloseTo(status!.qps, 6);
    expect(report.understanding?.state).toBe('complete');
    expect(report.parameters.find(({ name }) => name === 'THREAD_COUNT')).toMatchObject({
      value: 6,
      role: 'threads',
      kind: 'constant',
    });
    expect(report.parameters.find(({ name }) => name === 'COUNT_TIME')?.role).toBe('depth');
    expect(report.advice.every(({ source }) => source === undefined || source.file === URI)).toBe(true);
    expect(await ask(client, requests.predict, { program: 'no such program' })).toBeNull();
  });

  it('a program that cannot be predicted, with the reason', async () => {
    const client = await LspClient.startHere({ settings: { parameters: { THREAD_COUNT: -5 } } });
    await client.open(URI, SOURCE);
    const [status] = await ask(client, requests.programs, {});
    expect(status).toMatchObject({ uri: URI, qps: 0 });
    expect(status?.problem).toMatch(/-5.*THREAD_COUNT/);
    const report = await ask(client, requests.predict, { uri: URI });
    expect(report).toMatchObject({ prediction: null, problem: status?.problem });
    const lenses = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: URI } });
    const lens = await client.request<CodeLens>('codeLens/resolve', lenses[0]);
    expect(lens.command?.title).toMatch(/^no prediction: .*THREAD_COUNT/);
  });

  it('says nothing of programs that have nothing to do with a device', async () => {
    const client = await started();
    const plain = 'file:///somewhere/plain/main.cpp';
    await client.open(plain, '#include <cstdio>\nint main() { puts("hello"); }\n');
    expect((await ask(client, requests.programs, {})).map(({ uri }) => uri)).toEqual([URI]);
    expect(await ask(client, requests.predict, { uri: plain })).toBeNull();
    expect(await ask(client, requests.pipelineTree, {})).toHaveLength(1);
    const lenses = await client.request('textDocument/codeLens', { textDocument: { uri: plain } });
    expect(lenses).toEqual([]);
    const initialized = '#include "acl/acl.h"\nint main() { aclInit(nullptr); }\n';
    const later = 'file:///somewhere/later/main.cpp';
    await client.open(later, initialized);
    expect(await ask(client, requests.programs, {})).toHaveLength(2);
    const [lens] = await client.request<CodeLens[]>('textDocument/codeLens', {
      textDocument: { uri: later },
    });
    const { command } = await client.request<CodeLens>('codeLens/resolve', lens);
    expect(command?.title).toBe('drives no device: 1 AscendCL call reached');
  });

  it('says in every view alike how far a program was understood', async () => {
    const client = await LspClient.startHere({});
    const net =
      'struct Net { uint32_t id; aclmdlDataset *in, *out; void run() { aclmdlExecute(id, in, out); } };';
    await client.open(URI, `#include "acl/acl.h"\n${net}\nint main() { return 0; }\n`);
    const [status] = await ask(client, requests.programs, {});
    const said = 'drives no device: 0 AscendCL calls reached (1 is not: 1 in functions that nothing calls)';
    expect(status).toMatchObject({
      problem: said,
      understanding: { state: 'none', label: 'not understood' },
    });
    expect(await ask(client, requests.predict, { uri: URI })).toMatchObject({
      prediction: null,
      problem: said,
      missing: [{ reason: 'unused', entry: 'Net::run', source: { line: 2 } }],
    });
    expect(await ask(client, requests.pipelineTree, {})).toMatchObject([
      { note: 'not understood' },
      { name: 'Net::run' },
    ]);
    const lenses = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: URI } });
    const { command } = await client.request<CodeLens>('codeLens/resolve', lenses[0]);
    expect(command?.title).toBe(said);
    const ofEntry = lenses
      .filter(({ range }) => range.start.line === 1)
      .map(({ command: own }) => own?.title);
    expect(ofEntry).toContain('not reached from main: read as if called once a frame');
  });

  it('says at a function beside a main that drives a device that nothing calls it, and lists it where it is chosen', async () => {
    const net =
      'struct Net { uint32_t id; aclmdlDataset *in, *out; void run() { aclmdlExecute(id, in, out); } };';
    const source = `${net}\n${SYNC_LOOP}`;
    const client = await LspClient.startHere({});
    await client.open(URI, source);
    expect(await ask(client, requests.programs, {})).toHaveLength(1);
    const lenses = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: URI } });
    expect(lenses.find(({ range }) => range.start.line === 0)?.command?.title).toMatch(
      /^not reached from main/,
    );
    const chosen = await LspClient.startHere({ settings: { entries: ['Net::run'] } });
    await chosen.open(URI, source);
    const programs = await ask(chosen, requests.programs, {});
    expect(programs.map(({ program }) => program)).toEqual([expect.any(String), 'Net::run']);
  });

  it('what-if, heat and the tree', async () => {
    const client = await started();
    const [status] = await ask(client, requests.programs, {});
    const program = status!.program;
    const slower = (await ask(client, requests.whatIf, { program, settings: { THREAD_COUNT: 1 } }))!;
    expect(slower.qps).toBeLessThan(status!.qps * 0.7);
    const heat = await ask(client, requests.heat, { uri: URI });
    expect(heat.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 3);
    const [tree] = await ask(client, requests.pipelineTree, {});
    expect(tree?.kind).toBe('program');
    expect(JSON.stringify(tree)).toContain('acldvppJpegDecodeAsync');
  });

  it('a number that shapes the program and that its source leaves open, as an unknown', async () => {
    const client = await LspClient.startHere();
    await client.open(URI, OPEN_THREADS);
    const report = await predicted(client, { uri: URI });
    const unknown = report.unknowns.find(({ code }) => code === 'open-threads');
    expect(unknown).toMatchObject({
      parameter: 'argv_1',
      settle: 'Set it here, or with acl-perf --set argv_1=…',
    });
    expect(unknown?.message).toMatch(/^How many threads there are is known at run time only: /);
  });

  it('the edits of an advice, as long as the sources stay as they are', async () => {
    const client = await LspClient.startHere();
    await client.open(URI, SYNC_LOOP);
    const report = await predicted(client, { uri: URI });
    const { program } = report;
    const advice = report.advice.find(({ fixes }) => fixes.length > 0)!;
    // Another page asks for the report too.
    await ask(client, requests.predict, { uri: URI });
    const apply = { program, advice: advice.id, fix: 0 };
    const edits = (await ask(client, requests.applyAdvice, apply))!;
    expect(JSON.stringify(edits.changes[URI])).toContain('aclmdlExecuteAsync');
    expect(await ask(client, requests.applyAdvice, { ...apply, advice: '0' })).toBeNull();
    await client.edit(URI, 2, [0, 0], [0, 0], '// one more line\n');
    await ask(client, requests.predict, { uri: URI });
    expect(await ask(client, requests.applyAdvice, apply)).toBeNull();
  });

  it('a timeline that says what it leaves out', async () => {
    const client = await started();
    const [status] = await ask(client, requests.programs, {});
    const program = status!.program;
    const sent = (await ask(client, requests.timeline, { program, settings: {}, maxBoxes: 100 }))!;
    const timeline = readTimeline(sent);
    expect(timeline.boxes).toHaveLength(100);
    expect(timeline.leftOut).toBeGreaterThan(0);
    expect(timeline.toMs).toBeGreaterThan(timeline.fromMs);
    const lanes = new Set(timeline.lanes.map(({ id }) => id));
    expect(timeline.boxes.every(({ lane }) => lanes.has(lane))).toBe(true);
    expect(timeline.boxes.some(({ source }) => source?.file.startsWith('file://'))).toBe(true);
  });

  it('a sweep with progress, and one that is cancelled', async () => {
    const client = await started();
    const [status] = await ask(client, requests.programs, {});
    const params = { program: status!.program, settings: {}, token: 'a' };
    const vary = [{ name: 'THREAD_COUNT', values: [1, 2, 4] }];
    const sweep = (await ask(client, requests.sweep, { ...params, vary }))!;
    expect(sweep.points.map(({ settings }) => settings['THREAD_COUNT'])).toEqual([1, 2, 4]);
    expect(sweep.points[sweep.best!]!.qps).toBeGreaterThanOrEqual(sweep.points[0]!.qps);
    const progress = client.notices.filter(({ method }) => method === 'ascendcl/sweepProgress');
    expect(progress.at(-1)?.params).toEqual({ token: 'a', done: 3, total: 3 });
    const many = [{ name: 'COUNT_TIME', values: Array.from({ length: 200 }, (_, i) => i + 1) }];
    const source = new CancellationTokenSource();
    const { method } = requests.sweep;
    const long = client.connection.sendRequest(method, { ...params, vary: many, token: 'b' }, source.token);
    const ofB = ({ params: told }: { params: unknown }) => JSON.stringify(told).includes('"b"');
    await client.until(() => client.notices.some(ofB));
    source.cancel();
    await expect(long).rejects.toThrow(/cancel/i);
  });

  it('a measurement beside the prediction, with notes for what is none', async () => {
    const client = await started();
    const [status] = await ask(client, requests.programs, {});
    const files = [
      { name: 'app.log', text: 'loop_count = 1 QPS = 366\nloop_count = 2 QPS = 370\n' },
      { name: 'notes.txt', text: 'nothing here' },
    ];
    const comparison = (await ask(client, requests.compare, { program: status!.program, files }))!;
    expect(comparison.rows[0]).toMatchObject({
      kind: 'throughput',
      subject: 'program',
      measured: 368,
      from: 'app.log:1',
    });
    expect(comparison.rows[0]!.predicted).toBeCloseTo(status!.qps, 6);
    expect(comparison.notes[0]).toMatch(/notes\.txt: no measurement/);
    const report = await predicted(client, { program: status!.program });
    expect(report?.measured?.qps).toBe(368);
  });

  it('no measurement whose comparison was cancelled', async () => {
    const client = await started();
    const [status] = await ask(client, requests.programs, {});
    const rate = (qps: number) => [{ name: 'app.log', text: `loop_count = 1 QPS = ${qps}\n` }];
    await ask(client, requests.compare, { program: status!.program, files: rate(366) });
    const many = Array.from({ length: 300 }, (_, i) => `${i + 1},300`).join('\n');
    const files = [...rate(999), { name: 'runs.csv', text: `COUNT_TIME,QPS\n${many}\n` }];
    const source = new CancellationTokenSource();
    const params = { program: status!.program, files };
    const cancelled = client.connection.sendRequest(requests.compare.method, params, source.token);
    // Answered after it has begun.
    await ask(client, requests.devices, {});
    source.cancel();
    await expect(cancelled).rejects.toThrow(/cancel/i);
    const report = await predicted(client, { program: status!.program });
    expect(report?.measured?.qps).toBe(366);
  });

  it('of a client that names a token which there is not, as that of VS Code does', async () => {
    const client = await started();
    const answer = await client.connection.sendRequest(requests.programs.method, {}, undefined);
    expect(answer).toHaveLength(1);
  });

  it('a measurement that came in pieces', async () => {
    const client = await started();
    const [status] = await ask(client, requests.programs, {});
    for (const text of ['loop_count = 1 QP', 'S = 366\n'])
      await ask(client, requests.upload, { token: 'a', text });
    const params = { program: status!.program, files: [{ name: 'app.log', upload: 'a' }] };
    const comparison = await ask(client, requests.compare, params);
    expect(comparison?.rows[0]).toMatchObject({ kind: 'throughput', measured: 366 });
    await expect(ask(client, requests.compare, params)).rejects.toThrow('there is no text a');
  });

  it('writes values into the constants of the source, and says what cannot be written', async () => {
    const client = await started();
    const [status] = await ask(client, requests.programs, {});
    const settings = { THREAD_COUNT: 4, NO_SUCH: 1 };
    const written = (await ask(client, requests.writeToSource, { program: status!.program, settings }))!;
    const line = SOURCE.split('\n').findIndex((text) => text.startsWith('#define THREAD_COUNT'));
    const start = SOURCE.split('\n')[line]!.indexOf('6');
    expect(written.edit.changes[URI]).toEqual([
      {
        range: { start: { line, character: start }, end: { line, character: start + 1 } },
        newText: '4',
      },
    ]);
    expect(written.notWritten.map(({ name }) => name)).toEqual(['NO_SUCH']);
  });

  it('exports in every format', async () => {
    const client = await started();
    const [status] = await ask(client, requests.programs, {});
    const program = status!.program;
    const text = async (format: 'markdown' | 'json' | 'csv' | 'trace') =>
      (await ask(client, requests.export, { program, settings: {}, format }))!.text;
    expect(await text('markdown')).toMatch(/^# Predicted throughput of /);
    expect(JSON.parse(await text('json'))).toHaveProperty('advice');
    expect(await text('csv')).toMatch(
      /^resource,utilization,program,device,date,version\n(.+\n)*aicore,[\d.]+,full,ascend310,/,
    );
    expect(JSON.parse(await text('trace'))).toHaveProperty('traceEvents');
  });

  it('names device, date, version and measurement in an export, and no place of this machine', async () => {
    const client = await LspClient.startHere({ folder: '/somewhere' });
    await client.open(URI, SOURCE);
    const [status] = await ask(client, requests.programs, {});
    const program = status!.program;
    const files = [{ name: 'series.csv', text: 'THREAD_COUNT,QPS\n6,340\n' }];
    await ask(client, requests.compare, { program, files });
    const today = new Date().toISOString().slice(0, 10);
    for (const format of ['markdown', 'json', 'csv', 'trace', 'html'] as const) {
      const { text, fileName } = (await ask(client, requests.export, { program, settings: {}, format }))!;
      expect(fileName, format).toContain(`ascend310-${today}.`);
      expect(text, format).toContain(today);
      expect(text, format).toMatch(/\d\.\d\.\d/);
      expect(text, format).not.toMatch(/\/somewhere/);
    }
    const markdown = (await ask(client, requests.export, { program, settings: {}, format: 'markdown' }))!
      .text;
    expect(markdown).toContain('(`full/main.cpp:97`)');
  });

  it('asks for the time of a model that the device has none for, and takes it', async () => {
    const parameters = { model_id_ms: 2.5 };
    for (const [settings, isSet] of [
      [{ device: 'ascend910b' }, false],
      [{ device: 'ascend910b', parameters }, true],
    ] as const) {
      const client = await LspClient.startHere({ settings });
      await client.open(URI, SOURCE);
      const report = await ask(client, requests.predict, { uri: URI });
      const time = report?.parameters.find(({ name }) => name === 'model_id_ms');
      expect(report?.unknowns.map(({ code, parameter }) => [code, parameter])).toContainEqual([
        'model-time',
        'model_id_ms',
      ]);
      expect(time).toMatchObject(isSet ? { value: 2.5, unit: 'ms' } : { isMissing: true });
      if (isSet) expect(report?.prediction?.qps).toBeGreaterThan(100);
      else expect(report?.prediction).toBeNull();
    }
  });

  it('prices the advice of an export at the values that are tried', async () => {
    const client = await started();
    const [status] = await ask(client, requests.programs, {});
    const exported = await ask(client, requests.export, {
      program: status!.program,
      settings: { THREAD_COUNT: 1 },
      format: 'json',
    });
    const { qps, advice } = JSON.parse(exported!.text) as {
      qps: number;
      advice: { gain: { qpsBefore: number } | null }[];
    };
    // One thread reaches less than half of what six do.
    expect(qps).toBeLessThan(status!.qps / 2);
    const before = advice.flatMap(({ gain }) => gain?.qpsBefore ?? []);
    expect(before.length).toBeGreaterThan(0);
    for (const each of before) expect(Math.abs(each / qps - 1)).toBeLessThan(0.05);
  });

  it('answers a malformed request with one line that says what is wrong', async () => {
    const client = await started();
    await expect(client.request('ascendcl/whatIf', { program: 3 })).rejects.toThrow(
      /ascendcl\/whatIf at program/,
    );
    expect(await ask(client, requests.devices, {})).toHaveLength(5);
  });
});

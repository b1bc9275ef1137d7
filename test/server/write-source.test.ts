/** Write to source, for every constant of every example: the edited program has the value, and nothing else has changed. */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import type { DocumentEdits } from '../../src/server/protocol-shapes.ts';
import type { ServerState } from '../../src/server/state.ts';
import { DocumentNames } from '../../src/server/uris.ts';
import { writeToSource } from '../../src/server/write-source.ts';
import type { Locale } from '../../src/service/locale.ts';
import { pipelineOf } from '../support/analyzer.ts';

const examples = readdirSync('examples').filter((name) => !name.includes('.') && name !== 'pipelines');
const FILE = 'main.cpp';

function stateOf(text: string, locale: Locale = 'en'): Pick<ServerState, 'session' | 'names' | 'locale'> {
  const lines = text.split('\n');
  const session = { lineOf: (_: string, line: number) => lines[line - 1] ?? '' } as ServerState['session'];
  return { session, names: new DocumentNames(), locale };
}

function edited(text: string, { changes }: DocumentEdits): string {
  const lines = text.split('\n');
  for (const { range, newText } of Object.values(changes).flat()) {
    const { line, character } = range.start;
    const old = lines[line] ?? '';
    lines[line] = old.slice(0, character) + newText + old.slice(range.end.character);
  }
  return lines.join('\n');
}

const valuesOf = ({ parameters }: Pipeline) =>
  Object.fromEntries(parameters.map(({ name, value }) => [name, value]));

/** Lines of one text that the other does not have there. */
const changedLines = (before: string, after: string): [number, string][] => {
  const old = before.split('\n');
  return after.split('\n').flatMap((line, i): [number, string][] => (line === old[i] ? [] : [[i + 1, line]]));
};

describe.each(examples)('in %s', (example) => {
  const text = readFileSync(`examples/${example}/main.cpp`, 'utf8');

  it('every constant of the source can be written, each alone', async () => {
    const pipeline = await pipelineOf({ [FILE]: text });
    const constants = pipeline.parameters.filter(
      ({ kind, origin }) => kind === 'constant' && origin.kind !== 'path',
    );
    for (const { name, value, origin } of constants) {
      const { edit, notWritten } = writeToSource(pipeline, { [name]: value * 2 }, stateOf(text));
      expect(notWritten, name).toEqual([]);
      const after = edited(text, edit);
      expect(changedLines(text, after), name).toEqual([
        [origin.range?.line, expect.stringMatching(new RegExp(`\\b${name}\\b.*\\b${value * 2}`))],
      ]);
      // A batch that the model's file name contradicts is no parameter any more.
      expect([value * 2, undefined], name).toContain(valuesOf(await pipelineOf({ [FILE]: after }))[name]);
    }
  });
});

describe('what no constant holds', () => {
  const text = readFileSync('examples/full-batch1/main.cpp', 'utf8');
  const write = (
    source: string,
    pipeline: Pipeline,
    settings: Record<string, number>,
    locale: Locale = 'en',
  ) => writeToSource(pipeline, settings, stateOf(source, locale));

  it('is said in a comment for a model’s batch, with what else there is to do, and once more in the same', async () => {
    const first = write(text, await pipelineOf({ [FILE]: text }), { batch: 16 });
    expect(first.notWritten).toEqual([]);
    expect(first.remarks).toEqual([{ name: 'batch', reason: expect.stringMatching(/has to be converted/) }]);
    const said = edited(text, first.edit);
    expect(said).toMatch(/\n +\/\/ acl-perf: batch=16\n.*aclmdlLoadFromFile/);
    const pipeline = await pipelineOf({ [FILE]: said });
    expect(valuesOf(pipeline)).toMatchObject({ batch: 16 });
    const second = write(said, pipeline, { batch: 8 });
    const again = edited(said, second.edit);
    expect(changedLines(said, again)).toEqual([
      [expect.any(Number), expect.stringMatching(/acl-perf: batch=8$/)],
    ]);
    expect(valuesOf(await pipelineOf({ [FILE]: again }))).toMatchObject({ batch: 8 });
  });

  it('is said at every place that one open number stands in for, beside what is said there already', async () => {
    const source = `
#include <cstdio>
#include "acl/acl.h"
int main(int argc, char **argv) {
    aclInit(nullptr);
    aclrtSetDevice(0);
    uint32_t model;
    aclmdlLoadFromFile("resnet50_bs1.om", &model);
    FILE *file = fopen(argv[1], "rb");
    char *text = (char *)malloc(100);
    aclmdlDataset *in = aclmdlCreateDataset(), *out = aclmdlCreateDataset();
    while (true) {
        fscanf(file, "%s", text); // acl-perf: frames=1
        fscanf(file, "%s", text);
        aclmdlExecute(model, in, out);
    }
}
`;
    const pipeline = await pipelineOf({ [FILE]: source });
    const open = pipeline.unknowns.filter(({ code }) => code === 'host-cost');
    expect(open.map(({ parameter }) => parameter)).toEqual(['fscanf_ms', 'fscanf_ms']);
    const { edit, notWritten, remarks } = write(source, pipeline, { fscanf_ms: 5 });
    expect([notWritten, remarks]).toEqual([[], []]);
    const after = edited(source, edit);
    expect(after).toContain('// acl-perf: cost=5ms frames=1');
    expect(after).toMatch(/\n {8}\/\/ acl-perf: cost=5ms\n {8}fscanf/);
    expect((await pipelineOf({ [FILE]: after })).unknowns.map(({ code }) => code)).not.toContain('host-cost');
  });

  it('comes back with the reason where no comment can say it, in the user’s language', async () => {
    const pipeline = await pipelineOf({ [FILE]: text });
    const open = pipeline.parameters.find(({ kind }) => kind === 'open');
    const settings = { gone: 1, [open?.name ?? '']: 3 };
    expect(write(text, pipeline, settings).notWritten).toEqual([
      { name: 'gone', reason: 'the program has no such parameter' },
      { name: open?.name, reason: 'its value comes from outside of the source' },
    ]);
    for (const { reason } of write(text, pipeline, settings, 'zh').notWritten)
      expect(reason).toMatch(/[\u4e00-\u9fff]/);
  });

  it('is not said within a macro, whose lines a comment would end', async () => {
    const source = text.replace(/\n( +)(aclError ret = aclmdlLoadFromFile[^\n]*)/, '\n$1\\\n$1$2');
    expect(source).not.toBe(text);
    const { edit, notWritten } = write(source, await pipelineOf({ [FILE]: source }), { batch: 16 });
    expect([edit.changes, notWritten]).toEqual([{}, [{ name: 'batch', reason: expect.any(String) }]]);
  });
});

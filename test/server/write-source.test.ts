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

describe('what cannot be written', () => {
  const text = readFileSync('examples/full-batch1/main.cpp', 'utf8');
  const reasonsFor = (pipeline: Pipeline, settings: Record<string, number>, locale: Locale) =>
    writeToSource(pipeline, settings, stateOf(text, locale)).notWritten;

  it('comes back with the reason, in the user’s language', async () => {
    const pipeline = await pipelineOf({ [FILE]: text });
    const open = pipeline.parameters.find(({ kind }) => kind === 'open');
    const settings = { gone: 1, batch: 8, [open?.name ?? '']: 3 };
    expect(reasonsFor(pipeline, settings, 'en')).toEqual([
      { name: 'gone', reason: 'the program has no such parameter' },
      { name: 'batch', reason: 'the name of the model’s file says it' },
      { name: open?.name, reason: 'its value comes from outside of the source' },
    ]);
    for (const { reason } of reasonsFor(pipeline, settings, 'zh')) expect(reason).toMatch(/[\u4e00-\u9fff]/);
  });
});

/** Files of a profiler's folder in the editor, as a page or a dialog gives them: read as one run. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { measurementText } from '../../src/measure/errors.ts';
import { readFiles } from '../../src/measure/files.ts';

const caseText = (name: string): string => readFileSync(`test/cases/measurements/${name}`, 'utf8');
const OUT = 'PROF_1/mindstudio_profiler_output';
const FILES = [
  { name: `${OUT}/op_summary_1.csv`, text: caseText('05-gap-between-operators.csv') },
  { name: `${OUT}/api_statistic_1.csv`, text: caseText('16-api-statistic.csv') },
  { name: `${OUT}/msprof_1.json`, text: caseText('14-trace-cli-refuses.json') },
  { name: `${OUT}/README.txt`, text: 'nothing here' },
  { name: `${OUT}/prof_rule_0.json`, text: '{"a":1}' },
];
const tellsApi = (files: typeof FILES): string[] =>
  readFiles(files)
    .summaries.filter(({ kind, subject }) => kind === 'api' && subject === 'aclmdlExecuteAsync')
    .map(({ source }) => source.file);

describe('a folder of the profiler', () => {
  it('tells each thing once, by the file that tells it best', () => {
    expect(tellsApi(FILES)).toEqual([`${OUT}/api_statistic_1.csv`]);
    const others = FILES.filter(({ name }) => !name.includes('api_'));
    expect(tellsApi(others)).toEqual([`${OUT}/msprof_1.json`]);
  });

  it('says in one line what was not read of it', () => {
    const notes = readFiles(FILES).notes.map((note) => measurementText(note, 'en'));
    expect(notes.filter((note) => note.startsWith('PROF_1: '))).toEqual([
      'PROF_1: 2 files were not read: they are of no known form (README.txt, prof_rule_0.json …)',
    ]);
  });

  it('says of each file that was given by itself why it was not read', () => {
    const { notes } = readFiles([
      { name: 'README.txt', text: 'nothing here' },
      { name: 'b.json', text: '{"a":1}' },
    ]);
    expect(notes.map(({ data }) => data['file'])).toEqual(['README.txt', 'b.json']);
  });
});

import { readFileSync, readdirSync } from 'node:fs';
import { Ajv } from 'ajv';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { jsonSchemas } from '../../scripts/schemas/schemas.ts';
import { deviceIds, loadProfile } from '../../src/profile/load.ts';
import { SYNC_LOOP, aclPerf, folderWith } from '../support/acl-perf.ts';

const SYNC = 'examples/sync-infer/main.cpp';

const ajv = new Ajv({ strict: false, allErrors: true });
const schemas = jsonSchemas();

/** What is wrong with a value, in words; empty where it fits. */
function problems(schema: string, value: unknown): string {
  const validate = ajv.compile(schemas[schema] as object);
  return validate(value) ? '' : ajv.errorsText(validate.errors);
}

const printed = async (...args: string[]): Promise<unknown> => JSON.parse((await aclPerf(args)).stdout);

describe('schema/', () => {
  it.each(Object.keys(schemas))(
    '%s is what the program’s own schemas say (npm run schemas)',
    async (name) => {
      const config = await resolveConfig('schema/any.json');
      const text = await format(JSON.stringify(schemas[name]), { ...config, parser: 'json' });
      expect(readFileSync(`schema/${name}`, 'utf8')).toBe(text);
    },
  );

  it('holds what check prints', async () => {
    const output = await printed('check', 'examples', '--format', 'json');
    expect(problems('findings.schema.json', output)).toBe('');
    expect(problems('findings.schema.json', { findings: [{ rule: 'x' }], notices: [] })).not.toBe('');
  });

  it('holds what predict and simulate print, of one program, of several and of none', async () => {
    const cwd = folderWith({ 'a.cpp': SYNC_LOOP, 'b.cpp': SYNC_LOOP, 'none.cpp': 'int x;\n' });
    const one = await printed('predict', `${cwd}/a.cpp`, '--format', 'json');
    expect(problems('prediction.schema.json', one)).toBe('');
    const several = await printed('predict', cwd, '--format', 'json');
    expect(problems('prediction.schema.json', several)).toBe('');
    expect((several as { programs: unknown[] }).programs).toHaveLength(2);
    const none = await printed('predict', `${cwd}/none.cpp`, '--format', 'json');
    expect(problems('prediction.schema.json', none)).toBe('');
    const file = 'examples/pipelines/full-pipeline.json';
    expect(problems('prediction.schema.json', await printed('simulate', file, '--format', 'json'))).toBe('');
    expect(problems('prediction.schema.json', { qps: -1 })).not.toBe('');
  });

  it('holds what diff prints, of a change, of a new program and of one that is gone', async () => {
    const [one, none] = [folderWith({ 'a.cpp': SYNC_LOOP }), folderWith({ 'b.cpp': 'int x;\n' })];
    const changed = folderWith({ 'a.cpp': SYNC_LOOP.replace('bs2', 'bs8') });
    const runs = [
      [one, changed],
      [none, one],
      [one, none],
    ];
    const answers = await Promise.all(runs.map((sides) => printed('diff', ...sides, '--format', 'json')));
    expect(answers.map((answer) => problems('difference.schema.json', answer))).toEqual(['', '', '']);
    expect(answers.map((answer) => (answer as { programs: { status: string }[] }).programs)).toMatchObject([
      [{ status: 'changed' }],
      [{ status: 'added' }],
      [{ status: 'removed' }],
    ]);
  });

  it('holds what plan prints, of a design and of a refusal', async () => {
    const args = ['plan', 'resnet50', '--batch', '4', '--format', 'json', '--rate'];
    const design = await printed(...args, '200');
    expect(problems('design.schema.json', design)).toBe('');
    const refused = await printed(...args, '9000', '--max-devices', '1');
    expect(problems('design.schema.json', refused)).toBe('');
    expect(refused).toMatchObject({ design: null, refusal: { binds: 'rate' } });
  });

  it('holds what explain prints, of a line and of a rule', async () => {
    const line = await printed('explain', `${SYNC}:114`, '--format', 'json');
    expect(problems('explanation.schema.json', line)).toBe('');
    expect(line).toMatchObject({ programs: [{ costs: [{ what: 'aclmdlExecute' }] }] });
    const rule = await printed('explain', 'batch-one-loop', '--format', 'json');
    expect(problems('explanation.schema.json', rule)).toBe('');
  });

  it('holds what pipeline prints, also of a file without a program, and that can be simulated again', async () => {
    const printedText = (await aclPerf(['pipeline', 'examples/full-batch1/main.cpp'])).stdout;
    expect(problems('pipeline.schema.json', JSON.parse(printedText))).toBe('');
    const cwd = folderWith({ 'p.json': printedText, 'empty.cpp': '' });
    expect(problems('pipeline.schema.json', await printed('pipeline', `${cwd}/empty.cpp`))).toBe('');
    const again = (await printed('simulate', `${cwd}/p.json`, '--format', 'json')) as { qps: number };
    const direct = (await printed('predict', 'examples/full-batch1/main.cpp', '--format', 'json')) as {
      qps: number;
    };
    expect(again.qps).toBe(direct.qps);
  });

  it.each([
    ['check', SYNC, '--format', 'json'],
    ['predict', SYNC, '--format', 'json'],
    ['diff', SYNC, SYNC, '--format', 'json'],
    ['pipeline', SYNC],
    ['pipeline', SYNC, 'examples/async-infer/main.cpp'],
    ['sweep', SYNC, '--vary', 'batch=1,2', '--format', 'json'],
    ['simulate', 'examples/pipelines/full-pipeline.json', '--format', 'json'],
    ['calibrate', 'test/cases/measurements/23-ais-summary.json', '--model', 'resnet50', '--format', 'json'],
  ])('%s says the version of its form first', async (...args) => {
    const answer = await printed(...args);
    expect(Object.entries(answer as object)[0]).toEqual(['schemaVersion', 1]);
  });

  it('holds the shipped profiles and the hand-written pipelines', () => {
    for (const id of deviceIds()) expect(problems('profile.schema.json', loadProfile(id))).toBe('');
    const names = readdirSync('examples/pipelines').filter((name) => name.endsWith('.json'));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const pipeline: unknown = JSON.parse(readFileSync(`examples/pipelines/${name}`, 'utf8'));
      expect(problems('pipeline.schema.json', pipeline)).toBe('');
    }
  });

  it('refuses a configuration with a rule or a device that is not there', () => {
    expect(problems('config.schema.json', { device: 'ascend310', rules: { 'alloc-in-loop': 'off' } })).toBe(
      '',
    );
    expect(problems('config.schema.json', { rules: { 'no-such-rule': 'off' } })).not.toBe('');
    expect(problems('config.schema.json', { device: 'ascend999' })).not.toBe('');
  });
});

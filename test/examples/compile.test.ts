import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import { examples, programs as folders, root } from './analyse.ts';

const include = join(root, 'test/acl/include');

const compile = (file: string): string =>
  execFileSync('g++', ['-std=c++11', '-Wall', '-Wextra', '-Werror', '-fsyntax-only', '-I', include, file], {
    encoding: 'utf8',
    stdio: 'pipe',
  });

describe('examples', () => {
  it('cover each experiment', () => {
    expect(folders.length).toBeGreaterThanOrEqual(10);
  });

  it.each(folders)('%s compiles as C++11 without a warning', (folder) => {
    expect(compile(join(examples, folder, 'main.cpp'))).toBe('');
  });
});

describe('measured.json', () => {
  const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
  const validate = new Ajv({ allowUnionTypes: true }).compile(
    read(join(examples, 'measured.schema.json')) as object,
  );

  it.each(folders)('of %s follows its schema', (folder) => {
    const valid = validate(read(join(examples, folder, 'measured.json')));
    expect(validate.errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  it.each(folders)('of %s sets only constants that the source defines', (folder) => {
    const source = readFileSync(join(examples, folder, 'main.cpp'), 'utf8');
    const measured = read(join(examples, folder, 'measured.json')) as {
      rows: { settings: Record<string, number> }[];
    };
    const unknown = measured.rows
      .flatMap((row) => Object.keys(row.settings))
      .filter((name) => !source.includes(`#define ${name} `));
    expect(unknown).toEqual([]);
  });
});

describe('the declarations under test/acl', () => {
  const headers = readdirSync(include, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.h'),
  );

  it('stand on their own, each of them', () => {
    const source = headers.map((name) => `#include "${name}"`).join('\n');
    const command = ['-std=c++11', '-Wall', '-Werror', '-fsyntax-only', '-x', 'c++', '-I', include, '-'];
    const output = execFileSync('g++', command, { input: `${source}\n`, encoding: 'utf8', stdio: 'pipe' });
    expect(output).toBe('');
  });
});

/** One tree is read alike by the command line, by a server that has files of its own, and by what decides on changes. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectInputs } from '../../src/cli/inputs.ts';
import { nodeFiles } from '../../src/server/node-files.ts';
import { CONFIG_NAME, isSource, sourceEndings } from '../../src/server/protocol-sources.ts';

const code = sourceEndings.map((ending) => `app/file.${ending}`);
const read = [...code, 'app/c++/main.cpp', 'outer/main.cc', 'CMakeLists.txt', 'app/compile_commands.json'];
const skipped = ['build/main.cpp', 'app/node_modules/x/main.c', 'out/main.h', 'app/dist/CMakeLists.txt'];
const others = ['app/c', 'app/h', 'app/notes.md', 'app/file.cpp.orig', 'app/CMakeLists.txt.in'];

describe('the files of a workspace', () => {
  let folder = '';
  const names = (paths: string[]): string[] => paths.map((path) => relative(folder, path)).sort();

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'acl-perf-sources-'));
    for (const name of [...read, ...skipped, ...others, CONFIG_NAME]) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), '// text\n');
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are those that the command line reads', () => {
    const { files } = collectInputs([folder]);
    expect(names(files.map(({ file }) => file))).toEqual([...read].sort());
  });

  it('are those that a server lists, with the configurations', async () => {
    const uris = await nodeFiles.list([pathToFileURL(folder).href], { files: 100, bytes: 1000 });
    expect(names(uris.map((uri) => fileURLToPath(uri)))).toEqual([...read, CONFIG_NAME].sort());
  });

  it('are those whose changes count', () => {
    expect([...read, ...skipped, ...others].filter(isSource)).toEqual(read);
  });

  it('count in either case', () => {
    expect(isSource('MAIN.CPP')).toBe(true);
  });
});

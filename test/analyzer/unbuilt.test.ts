import { describe, expect, test } from 'vitest';
import { analyzerOf } from '../support/analyzer.ts';

const MAIN = '#include "part.h"\nint main() { while (true) run(); }';
const PART = '#include "part.h"\nvoid run() { aclrtSynchronizeDevice(); }';
const OLD = '#include "old.h"\nvoid run() { aclrtSynchronizeDevice(); aclrtSynchronizeDevice(); }';

async function unbuiltOf(cmake: string, more: Record<string, string> = {}): Promise<string[]> {
  const analyzer = await analyzerOf({
    'CMakeLists.txt': cmake,
    'main.cpp': MAIN,
    'part.h': 'void run();',
    'part.cpp': PART,
    'old.h': 'void run();',
    'part_old.cpp': OLD,
    ...more,
  });
  const found = [...analyzer.unbuilt()].sort();
  analyzer.dispose();
  return found;
}

describe('files that no target builds', () => {
  const left = ['old.h', 'part_old.cpp'];

  test.each([
    ['listed', 'add_executable(a main.cpp part.cpp)', left],
    ['by a variable', 'set(S main.cpp part.cpp)\nadd_executable(a ${S})', left],
    [
      'in two targets',
      'add_library(p part.cpp)\nadd_executable(a ${CMAKE_CURRENT_SOURCE_DIR}/main.cpp)',
      left,
    ],
    ['by a function of the project', 'my_program(a SOURCES main.cpp part.cpp)', left],
    ['all by a pattern', 'file(GLOB S *.cpp)\nadd_executable(a ${S})', []],
    ['all of a folder', 'aux_source_directory(. S)\nadd_executable(a ${S})', []],
    ['by a variable that is set elsewhere', 'add_executable(a main.cpp ${SOURCES})', []],
    ['by another file', 'include(cmake/sources.cmake)\nadd_executable(a main.cpp)', []],
    ['not at all', 'project(a)', []],
    [
      'less one that is taken out again',
      'set(S main.cpp part.cpp)\nlist(REMOVE_ITEM S part_old.cpp)\nadd_executable(a ${S})',
      left,
    ],
  ])('where sources are given %s', async (_how, cmake, expected) => {
    expect(await unbuiltOf(cmake)).toEqual(expected);
  });

  test('none where there is no build file, or it lies in another folder', async () => {
    const analyzer = await analyzerOf({ 'a/main.cpp': MAIN, 'b/CMakeLists.txt': 'add_executable(b x.cpp)' });
    expect([...analyzer.unbuilt()]).toEqual([]);
    analyzer.dispose();
  });

  test('a compilation database says it too', async () => {
    const database = ['main.cpp', 'part.cpp'].map((file) => ({ directory: '/home/a/app', file }));
    const analyzer = await analyzerOf({
      'compile_commands.json': JSON.stringify(database),
      'main.cpp': MAIN,
      'part.h': 'void run();',
      'part.cpp': PART,
      'part_old.cpp': OLD,
    });
    expect([...analyzer.unbuilt()]).toEqual(['part_old.cpp']);
    analyzer.dispose();
  });

  test('a backup takes no part in the program beside it, under the names of an editor too', async () => {
    const root = 'file:///home/a/app';
    const analyzer = await analyzerOf({
      [`${root}/CMakeLists.txt`]: 'add_library(p src/part.cpp)\nadd_executable(a src/main.cpp)',
      [`${root}/src/main.cpp`]: MAIN,
      [`${root}/src/part.h`]: 'void run();',
      [`${root}/src/part.cpp`]: PART,
      [`${root}/src/part_old.cpp`]: OLD,
    });
    const [program] = analyzer.programs();
    expect(program?.name).toBe('a');
    expect(program?.files.map((file) => file.slice(root.length)).sort()).toEqual([
      '/src/main.cpp',
      '/src/part.cpp',
      '/src/part.h',
    ]);
    expect([...analyzer.unbuilt()]).toEqual([`${root}/src/part_old.cpp`]);
    analyzer.dispose();
  });
});

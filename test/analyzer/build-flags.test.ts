/** How sources are compiled: which macros, which headers, by what build files and the editor are told. */
import { describe, expect, test } from 'vitest';
import { BuildFlags } from '../../src/analyzer/program/build/build-flags.ts';
import { conditionTruth } from '../../src/analyzer/program/build/cmake-conditions.ts';
import { commandWords, readFlags } from '../../src/analyzer/program/build/compile-flags.ts';
import { callsIn, analyzerOf, pipelineOf } from '../support/analyzer.ts';

const flagsOf = (files: Record<string, string>): BuildFlags => {
  const flags = new BuildFlags();
  for (const [file, text] of Object.entries(files)) flags.note(file, text);
  return flags;
};
const definitions = (files: Record<string, string>, of = 'app/main.cpp'): Record<string, string> =>
  Object.fromEntries(flagsOf(files).definitionsOf(of));

describe('flags of a command line', () => {
  test.each([
    ['g++ -DA -D B=2 "-DC=a b" -UD', { A: '1', B: '2', C: 'a b', D: undefined }],
    [String.raw`g++ -DNAME=\"x\" '-DF(x)=1' -DE='y'`, { NAME: '"x"', E: 'y' }],
    ['cl /DA /D B=2', { A: '1', B: '2' }],
    ['g++ -std=gnu++17 -O2 -c a.cpp', { __cplusplus: '201703' }],
    ['g++ -std=c++98 -DA=1 -DA=2', { __cplusplus: '199711', A: '2' }],
    ['g++ -D', {}],
  ])('%s', (command, expected) => {
    expect(Object.fromEntries(readFlags(commandWords(command)).defines)).toEqual(expected);
  });

  test('folders of headers, however they are written', () => {
    expect(readFlags(commandWords('g++ -Ia -I b -isystem /c "-I/d e"')).includes).toEqual([
      'a',
      'b',
      '/c',
      '/d e',
    ]);
  });
});

const command = (file: string, flags: string, directory = '/ci/work') => ({
  directory,
  file,
  command: `g++ ${flags} -c ${file}`,
});

describe('a compilation database', () => {
  const database = JSON.stringify([
    command('/ci/work/app/main.cpp', '-DA=1 -DBOTH -I../work/app/include'),
    { directory: '/ci/work', file: 'app/other.cpp', arguments: ['g++', '-DB', '-DBOTH'] },
  ]);

  test('that was made elsewhere tells of each source apart', () => {
    const flags = flagsOf({ 'build/compile_commands.json': database });
    expect(Object.fromEntries(flags.definitionsOf('app/main.cpp'))).toEqual({ A: '1', BOTH: '1' });
    expect(Object.fromEntries(flags.definitionsOf('app/other.cpp'))).toEqual({ B: '1', BOTH: '1' });
    expect(flags.includesOf('app/main.cpp')).toEqual(['/ci/work/app/include']);
  });

  test('tells of headers what holds for all sources', () => {
    expect(definitions({ 'compile_commands.json': database }, 'app/x.h')).toEqual({ BOTH: '1' });
  });

  test('goes before CMake, and takes away what CMake defines', () => {
    const files = {
      'CMakeLists.txt': 'add_definitions(-DA=0 -DGONE)',
      'compile_commands.json': JSON.stringify([command('app/main.cpp', '-DA=1 -UGONE', '')]),
    };
    expect(definitions(files)).toEqual({ A: '1' });
  });

  test.each(['', '{', '[{"file": 3}]', '[{}]', 'null'])('that is none says nothing: %j', (text) => {
    expect(definitions({ 'compile_commands.json': text })).toEqual({});
  });
});

describe('CMake', () => {
  const cmake = (text: string) => definitions({ 'CMakeLists.txt': text });

  test.each([
    ['option(A "a" ON)\nif(A)\nadd_definitions(-DX)\nelse()\nadd_definitions(-DY)\nendif()', ['X']],
    ['option(A "a")\nif(A)\nadd_definitions(-DX)\nelse()\nadd_definitions(-DY)\nendif()', ['Y']],
    ['set(D 310P)\nif(${D} STREQUAL "310P")\nadd_compile_definitions(P)\nendif()', ['P']],
    [
      'set(D 310P CACHE STRING "")\nif(D STREQUAL 310)\nadd_definitions(-DX)\nelseif(D)\nadd_definitions(-DY)\nendif()',
      ['Y'],
    ],
    ['if(CMAKE_BUILD_TYPE STREQUAL Debug)\nadd_definitions(-DX)\nelse()\nadd_definitions(-DY)\nendif()', []],
    ['if(UNIX AND (NOT MSVC OR FOO))\nadd_definitions(-DX)\nendif()', ['X']],
    ['find_package(OpenCV)\nif(OpenCV_FOUND)\nadd_definitions(-DX)\nendif()', []],
    ['if(CMAKE_X)\nset(A ON)\nendif()\nif(A)\nadd_definitions(-DX)\nendif()', []],
    ['function(f)\nadd_definitions(-DX)\nendfunction()', []],
    ['set(B 8)\ntarget_compile_definitions(app PRIVATE BATCH=${B})', ['BATCH']],
    ['set(CMAKE_CXX_FLAGS "${CMAKE_CXX_FLAGS} -O2 -DX")', ['X']],
    ['target_compile_definitions(app PRIVATE "A=b C" PUBLIC D;E)', ['A', 'D', 'E']],
    ['set(CMAKE_CXX_STANDARD 17)', ['__cplusplus']],
    ['endif()\nelse()\nendfunction()\nadd_definitions(-DX)', ['X']],
  ])('%s', (text, expected) => {
    expect(Object.keys(cmake(text))).toEqual(expected);
  });

  test('a preset sets what a build file only has a default for', () => {
    const files = {
      'CMakeLists.txt':
        'option(A "a" ON)\nset(B 1 CACHE STRING "")\nset(C 1)\nif(NOT A)\nadd_definitions(-DB=${B} -DC=${C})\nendif()',
      'CMakePresets.json': JSON.stringify({
        configurePresets: [
          {
            name: 'base',
            hidden: true,
            cacheVariables: { A: false, B: { type: 'STRING', value: '7' }, C: '9' },
          },
          { name: 'dev', inherits: ['base'] },
          { name: 'loop', inherits: 'loop' },
        ],
      }),
    };
    expect(definitions(files)).toEqual({ B: '7', C: '1' });
  });

  test('a folder goes on from the build file around it, and its own word goes last', () => {
    const files = {
      'CMakeLists.txt': 'option(A "a" ON)\nadd_definitions(-DN=1 -DOUTER)',
      'app/CMakeLists.txt': 'if(A)\nadd_definitions(-DN=2)\nendif()',
    };
    expect(definitions(files)).toEqual({ N: '2', OUTER: '1' });
    expect(definitions(files, 'lib/x.cpp')).toEqual({ N: '1', OUTER: '1' });
  });

  test('brackets without end are no stack too deep', () => {
    expect(conditionTruth(Array<string>(100_000).fill('('), new Map())).toBeUndefined();
    expect(conditionTruth(Array<string>(100_000).fill('NOT'), new Map())).toBe(false);
  });
});

test('the editor’s C++ settings count where nothing else says so', () => {
  const properties = `{ "configurations": [ // of the editor
    { "name": "Win32", "defines": ["X"] },
    { "name": "Linux", "defines": ["A=1", "B=2"], "includePath": ["\${workspaceFolder}/inc/**"], "cppStandard": "c++11" }, ] }`;
  const files = { '.vscode/c_cpp_properties.json': properties, 'CMakeLists.txt': 'add_definitions(-DB=3)' };
  expect(definitions(files)).toEqual({ A: '1', B: '3', __cplusplus: '201103' });
  expect(flagsOf(files).includesOf('app/main.cpp')).toEqual(['inc']);
});

const MAIN = `#include "acl/acl.h"
#include "sizes.h"
int main() { uint32_t id; aclmdlDataset *in, *out; aclrtStream s;
  for (int i = 0; i < 1000; i++) {
#ifdef USE_ASYNC
    aclmdlExecuteAsync(id, in, out, s); aclrtSynchronizeStream(s);
#else
    aclmdlExecute(id, in, out);
#endif
    aclrtMemcpy(in, SIZE, out, SIZE, ACL_MEMCPY_HOST_TO_DEVICE);
  } }
`;

describe('a program', () => {
  const sources = {
    'src/main.cpp': MAIN,
    'v1/sizes.h': '#define SIZE 100\n',
    'v2/sizes.h': '#define SIZE 200\n',
  };
  const bytesIn = async (files: Record<string, string>) =>
    (await pipelineOf(files)).parameters.find(({ name }) => name === 'SIZE')?.value;

  test('has the headers that its flags name', async () => {
    const withFlags = (folder: string) => ({
      ...sources,
      'compile_commands.json': JSON.stringify([command('/ci/work/src/main.cpp', `-I/ci/work/${folder}`)]),
    });
    expect(await bytesIn(withFlags('v1'))).toBe(100);
    expect(await bytesIn(withFlags('v2'))).toBe(200);
  });

  test('takes the value that the build gives a macro, and its own where the build is silent', async () => {
    const source = `#include "acl/acl.h"
#ifndef BATCH
#define BATCH 1
#endif
int main() { void *d, *h; while (true) aclrtMemcpy(d, 1, h, BATCH * 150, ACL_MEMCPY_HOST_TO_DEVICE); }`;
    const cmake = 'add_executable(x main.cpp)\ntarget_compile_definitions(x PRIVATE BATCH=8)';
    const value = async (files: Record<string, string>) =>
      (await pipelineOf(files)).parameters.find(({ name }) => name === 'BATCH')?.value;
    expect(await value({ 'main.cpp': source })).toBe(1);
    expect(await value({ 'main.cpp': source, 'CMakeLists.txt': cmake })).toBe(8);
  });

  test('is read again when an option changes, as if it had been read so at once', async () => {
    const cmake = (preset: string) =>
      `option(ASYNC "" ${preset})\nif(ASYNC)\nadd_definitions(-DUSE_ASYNC)\nendif()`;
    const analyzer = await analyzerOf({ ...sources, 'CMakeLists.txt': cmake('ON') });
    const calls = () => callsIn(analyzer.programs()[0]!.pipeline);
    expect(calls()).toContain('aclmdlExecuteAsync');
    analyzer.update({ file: 'CMakeLists.txt', text: cmake('OFF') });
    expect(calls()).toContain('aclmdlExecute');
    analyzer.update({
      file: 'CMakePresets.json',
      text: '{"configurePresets":[{"name":"a","cacheVariables":{"ASYNC":"ON"}}]}',
    });
    expect(calls()).toContain('aclmdlExecuteAsync');
    analyzer.remove('CMakePresets.json');
    expect(calls()).toContain('aclmdlExecute');
    analyzer.dispose();
  });
});

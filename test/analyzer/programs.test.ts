import { describe, expect, test } from 'vitest';
import { analyzerOf } from '../support/analyzer.ts';

const main = (includes: string[]) =>
  `${includes.map((name) => `#include "${name}"\n`).join('')}int main() { while (true) { aclrtSynchronizeDevice(); } }`;

async function filesOfPrograms(sources: Record<string, string>): Promise<Record<string, string[]>> {
  const analyzer = await analyzerOf(sources);
  const found = analyzer.programs().map(({ name, files }) => [name, files.toSorted()] as const);
  analyzer.dispose();
  return Object.fromEntries(found);
}

describe('which files make which program', () => {
  test('headers of one name belong each to the app that they lie in', async () => {
    const app = (name: string) => ({
      [`${name}/src/main.cpp`]: main(['util.h']),
      [`${name}/src/util.cpp`]: 'void f() {}',
      [`${name}/include/util.h`]: 'void f();',
    });
    expect(await filesOfPrograms({ ...app('a'), ...app('b') })).toEqual({
      a: ['a/include/util.h', 'a/src/main.cpp', 'a/src/util.cpp'],
      b: ['b/include/util.h', 'b/src/main.cpp', 'b/src/util.cpp'],
    });
  });

  test.each(['cc', 'cxx', 'c++', 'cu', 'c', 'CPP'])('sources may end with .%s', async (ending) => {
    const sources = [`app/main.${ending}`, `app/part.${ending}`];
    const found = await filesOfPrograms({
      'app/CMakeLists.txt': `add_executable(one main.${ending} part.${ending})`,
      [`app/main.${ending}`]: main(['part.h']),
      [`app/part.${ending}`]: 'void f() {}',
      'app/part.h': 'void f();',
    });
    expect(found).toEqual({ one: [...sources, 'app/part.h'].sort() });
  });

  test('an app inside another does not belong to it', async () => {
    const found = await filesOfPrograms({
      'main.cpp': main([]),
      'own/part.cpp': 'void f() {}',
      'tool/main.cpp': main([]),
      'tool/deep/part.cpp': 'void g() {}',
    });
    expect(Object.values(found)).toEqual([
      ['main.cpp', 'own/part.cpp'],
      ['tool/deep/part.cpp', 'tool/main.cpp'],
    ]);
  });

  test('CMake says which sources make an executable, listed or by a pattern', async () => {
    const found = await filesOfPrograms({
      'CMakeLists.txt':
        'file(GLOB PARTS parts/*.cpp)\nadd_executable(one one.cpp ${PARTS})\nadd_executable(two two.cpp x.cpp)',
      'one.cpp': main([]),
      'two.cpp': main([]),
      'x.cpp': 'void x() {}',
      'parts/a.cpp': 'void a() {}',
      'parts/deep/b.cpp': 'void b() {}',
    });
    expect(found).toEqual({ one: ['one.cpp', 'parts/a.cpp'], two: ['two.cpp', 'x.cpp'] });
  });

  test('compile_commands.json leaves out what is not compiled, also where it was made elsewhere', async () => {
    const commands = ['main.cpp', 'used.cpp'].map((file) => ({ directory: '/elsewhere', file }));
    const found = await filesOfPrograms({
      'compile_commands.json': JSON.stringify(commands),
      'main.cpp': main([]),
      'used.cpp': 'void f() {}',
      'unused.cpp': 'void g() {}',
    });
    expect(Object.values(found)).toEqual([['main.cpp', 'used.cpp']]);
  });

  test('an edited include, a new main and a removed file change the programs', async () => {
    const analyzer = await analyzerOf({
      'prog/main.cpp': main([]),
      'lib/util.h': 'void f();',
      'lib/util.cpp': 'void f() {}',
    });
    const files = () => analyzer.programs().map((program) => program.files.toSorted());
    expect(files()).toEqual([['prog/main.cpp']]);
    analyzer.update({ file: 'prog/main.cpp', text: main(['lib/util.h']) });
    expect(files()).toEqual([['lib/util.cpp', 'lib/util.h', 'prog/main.cpp']]);
    analyzer.update({ file: 'other/main.cpp', text: main([]) });
    expect(files()).toHaveLength(2);
    analyzer.remove('lib/util.cpp');
    expect(files()).toEqual([['other/main.cpp'], ['lib/util.h', 'prog/main.cpp']]);
    analyzer.dispose();
  });
});

describe('what programs are called', () => {
  const namesOf = async (paths: string[], cmake: Record<string, string> = {}): Promise<string[]> => {
    const analyzer = await analyzerOf({
      ...Object.fromEntries(paths.map((path) => [path, main([])])),
      ...cmake,
    });
    const names = analyzer.programs().map(({ name }) => name);
    analyzer.dispose();
    return names;
  };

  test('a folder’s name, and where it stands only where there are several', async () => {
    expect(await namesOf(['a/infer/main.cpp', 'b/decode/main.cpp'])).toEqual(['infer', 'decode']);
    const three = ['a/infer/main.cpp', 'b/infer/main.cpp', 'c/decode/main.cpp'];
    expect(await namesOf(three)).toEqual(['infer (a)', 'infer (b)', 'decode']);
  });

  test('as many folders as tell each from the others', async () => {
    const names = await namesOf(['x/a/app/src/main.cpp', 'y/a/app/src/main.cpp', 'y/b/app/src/main.cpp']);
    expect(names).toEqual(['app (x/a)', 'app (y/a)', 'app (y/b)']);
  });

  test('the file, where executables of one name stand in one folder', async () => {
    const cmake = { 'CMakeLists.txt': 'add_executable(${N} one.cpp)\nadd_executable(${N} two.cpp)' };
    expect(new Set(await namesOf(['one.cpp', 'two.cpp'], cmake)).size).toBe(2);
  });
});

/** Programs, and the build files beside them: a mutant costs no file, program or rule. */
import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import type { Analyzer } from '../../src/analyzer/analysis.ts';
import { isFailure } from '../../src/analyzer/walls.ts';
import { mutatedText, mutatedValue } from './mutate.ts';
import type { Below } from './numbers.ts';
import { oneOf } from './numbers.ts';
import type { Target } from './target.ts';

const textsOf = (...globs: string[]): string[] =>
  globSync(globs)
    .toSorted()
    .map((file) => readFileSync(file, 'utf8'));

/** Makes one set of files take the place of the last. */
class Desk {
  private held: string[] = [];

  constructor(private readonly analyzer: Analyzer) {}

  lay(files: Readonly<Record<string, string>>): void {
    for (const file of this.held) if (!Object.hasOwn(files, file)) this.analyzer.remove(file);
    for (const [file, text] of Object.entries(files)) this.analyzer.update({ file, text });
    this.held = Object.keys(files);
    this.analyzer.programs();
    this.analyzer.findings();
    const failures = this.analyzer.notices().filter(isFailure);
    if (failures.length > 0) throw new Error(JSON.stringify(failures));
  }
}

const CMAKE = `cmake_minimum_required(VERSION 3.16)
project(app LANGUAGES CXX)
option(WITH_X "x" ON)
set(SOURCES main.cpp \${CMAKE_SOURCE_DIR}/src/a.cpp)
file(GLOB MORE "src/*.cpp")
list(APPEND SOURCES \${MORE})
if(WITH_X AND NOT (CMAKE_CXX_STANDARD VERSION_LESS 17))
  add_definitions(-DBATCH=16)
elseif(DEFINED Y)
  foreach(one IN LISTS SOURCES)
    message(STATUS "\${one}")
  endforeach()
endif()
function(add name)
  add_executable(\${name} \${ARGN})
endfunction()
add(app \${SOURCES})
target_compile_definitions(app PRIVATE LOOPS=100 $<$<CONFIG:Debug>:D>)
target_include_directories(app PRIVATE include)
`;

const COMMANDS = [
  { directory: '.', file: 'main.cpp', command: 'g++ -DBATCH=16 -U X -std=c++17 -Iinclude -c main.cpp' },
  { directory: 'src', file: 'src/a.cpp', arguments: ['g++', '-D', 'N=(1+2)', '@flags', '-c', 'a.cpp'] },
];
const PRESETS = {
  version: 3,
  configurePresets: [
    { name: 'a', inherits: ['b'], cacheVariables: { WITH_X: { type: 'BOOL', value: 'ON' } } },
  ],
};
const EDITOR = {
  configurations: [{ name: 'Linux', defines: ['A=1'], includePath: ['include'], cppStandard: 'c++17' }],
};

export function sourceTargets(analyzer: Analyzer): Target[] {
  const programs = textsOf('examples/*/*.cpp', 'test/cases/constructs/*.cpp', 'test/cases/styles/*/*.cpp');
  const desk = new Desk(analyzer);
  const program = (below: Below): string => oneOf(programs, below);
  const lay = (files: Record<string, string>, note: (input: string) => void): void => {
    note(JSON.stringify(files));
    desk.lay(files);
  };
  const json = (value: unknown, below: Below): string => {
    const text = JSON.stringify(mutatedValue(value, below)) ?? '';
    return below(3) === 0 ? mutatedText(text, below) : text;
  };
  return [
    {
      name: 'programs',
      share: 30,
      run: (below, note) => lay({ 'main.cpp': mutatedText(program(below), below) }, note),
    },
    {
      name: 'CMake',
      share: 10,
      run: (below, note) =>
        lay(
          { 'CMakeLists.txt': mutatedText(CMAKE, below), 'main.cpp': program(below), 'src/a.cpp': '' },
          note,
        ),
    },
    {
      name: 'compile_commands, presets and editor settings',
      share: 8,
      run: (below, note) =>
        lay(
          {
            'compile_commands.json': json(COMMANDS, below),
            'CMakePresets.json': json(PRESETS, below),
            '.vscode/c_cpp_properties.json': json(EDITOR, below),
            'CMakeLists.txt': CMAKE,
            'main.cpp': program(below),
          },
          note,
        ),
    },
  ];
}

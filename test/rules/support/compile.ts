import { spawnSync } from 'node:child_process';

const root = new URL('../../..', import.meta.url).pathname;

/** What g++ says of the programs; empty where all compile. One run for all: each stands in a namespace of its own. */
export function compileErrors(programs: readonly string[]): string {
  if (programs.length === 0) return '';
  const includes = new Set(programs.flatMap((text) => text.match(/^#include .*$/gm) ?? []));
  const bodies = programs.map((text, i) => {
    const lines = text.split('\n').map((line) => (line.startsWith('#include') ? '' : line));
    return `#line 1 "program ${String(i)}"\nnamespace program_${String(i)} {\n${lines.join('\n')}\n}`;
  });
  const source = `${[...includes].join('\n')}\n${bodies.join('\n')}\n`;
  const args = ['-std=c++11', '-fsyntax-only', '-x', 'c++', '-I', `${root}test/acl/include`];
  const run = spawnSync('g++', [...args, '-I', `${root}test/rules/support/include`, '-'], {
    input: source,
    encoding: 'utf8',
  });
  if (run.error) return `g++ cannot be run: ${run.error.message}`;
  return run.status === 0 ? '' : `${run.stderr.slice(0, 3000)}\n`;
}

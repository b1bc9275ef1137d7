/** The picture of docs/analyzer.md is that of the imports. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const ROOT = 'src/analyzer';

/** The folder below the analyzer's; what lies in that itself is the workspace. */
const partOf = (file: string): string => {
  const [part = '', ...rest] = path.relative(ROOT, file).replaceAll('\\', '/').split('/');
  return rest.length ? part : 'workspace';
};

function importsIn(file: string): string[] {
  const found = readFileSync(file, 'utf8').matchAll(/ from '(\.[^']+)'/g);
  return Array.from(found, ([, to = '']) => path.join(path.dirname(file), to));
}

function imported(): Set<string> {
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const arrows = files.flatMap((name) => {
    const file = path.join(ROOT, name);
    const targets = importsIn(file).filter((to) => to.startsWith(path.join(ROOT, path.sep)));
    return targets.map((to) => [partOf(file), partOf(to)] as const);
  });
  const between = arrows.filter(([from, to]) => from !== to && to !== 'workspace');
  return new Set(between.map(([from, to]) => `${from} --> ${to}`));
}

it('shows each arrow between parts, and no other', () => {
  const shown = readFileSync('docs/analyzer.md', 'utf8').matchAll(/^ +(\w+ --> \w+)$/gm);
  expect(Array.from(shown, ([, arrow]) => arrow).toSorted()).toEqual([...imported()].toSorted());
});

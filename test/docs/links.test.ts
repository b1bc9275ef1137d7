import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const markdownIn = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
const pages = ['.', 'docs', 'docs/recipes', 'examples', 'test/host'].flatMap(markdownIn);

const read = (page: string): string => readFileSync(join(root, page), 'utf8');

/** Targets of links and pictures inside this repository, without their anchors. */
function localTargets(page: string): string[] {
  const targets = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
  return targets
    .filter((target) => !/^(https?:|#|mailto:)/.test(target))
    .map((target) => target.split('#')[0] ?? '');
}

describe('documentation', () => {
  it.each(pages)('%s: every link leads to a file that exists', (page) => {
    const missing = localTargets(page).filter(
      (target) => !existsSync(resolve(root, dirname(page), decodeURIComponent(target))),
    );
    expect(missing).toEqual([]);
  });

  it.each(pages)('%s: every npm script that it names exists', (page) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...read(page).matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1] ?? '');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('the two READMEs show the same code and have the same number of sections', () => {
    const commands = (page: string): string[] =>
      [...read(page).matchAll(/^(?:acl-perf \w+|npm (?:run )?\w+)/gm)].map(([command]) => command);
    const sections = (page: string): number => read(page).match(/^## /gm)?.length ?? 0;
    expect(commands('README.zh-CN.md')).toEqual(commands('README.md'));
    expect(sections('README.zh-CN.md')).toBe(sections('README.md'));
  });
});

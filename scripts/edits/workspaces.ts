/** The workspaces that are edited: whole programs of ours, texts by path. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { queued, worker } from '../../test/analyzer/fixtures.ts';

export type Texts = ReadonlyMap<string, string>;

export interface Workspace {
  name: string;
  texts: Texts;
}

const SOURCE = /\.(cc|cpp|h|hpp|inl)$|^CMakeLists\.txt$/;

/** Files of a folder and of those below it, by their paths from it. */
function textsUnder(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && SOURCE.test(entry.name),
  );
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return new Map(
    paths.map((path) => [path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')]),
  );
}

function foldersOf(folder: string): Workspace[] {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return names.map(({ name }) => ({ name, texts: textsUnder(join(folder, name)) }));
}

/** The small cases stand alone, and by fives as the programs of one folder. */
function casesOf(folder: string): Workspace[] {
  const cases = [...textsUnder(folder)].filter(([path]) => !path.includes('/'));
  const alone = cases.map(([path, text]) => ({ name: path, texts: new Map([['main.cpp', text]]) }));
  const together = alone.flatMap((_, i) => {
    const some = cases.slice(i, i + 5);
    return i % 5 === 0 ? [{ name: some.map(([path]) => path).join(' '), texts: new Map(some) }] : [];
  });
  return [...alone, ...together];
}

/** Two programs that include one header. */
function sharing(): Workspace {
  const header = 'lib/queue.h';
  const apps = ['first', 'second'].flatMap((app) =>
    ['server.h', 'server.cpp', 'main.cpp'].map((file): [string, string] => [
      `${app}/${file}`,
      queued[file as keyof typeof queued].replace('"queue.h"', `"../${header}"`),
    ]),
  );
  return {
    name: 'two programs with a header in common',
    texts: new Map([[header, queued['queue.h']], ...apps]),
  };
}

/** All of them, always in the same order. */
export function allWorkspaces(): Workspace[] {
  return [
    { name: 'worker', texts: new Map([['main.cpp', worker]]) },
    { name: 'queued', texts: new Map(Object.entries(queued)) },
    sharing(),
    ...foldersOf('examples').filter(({ texts }) => texts.size > 0),
    ...foldersOf('test/cases/styles'),
    ...casesOf('test/cases/constructs'),
  ];
}

/** Edits of a workspace: of texts, of which files there are, of build files and settings, and back again. */
import { SIDES } from './settings.ts';
import type { Desk, Step } from './desk.ts';
import type { Draw } from './draw.ts';
import { textEdits } from './text-edits.ts';

type Edit = (desk: Desk, draw: Draw) => Step[];

const isBuildFile = (file: string): boolean => /(CMakeLists\.txt|\.json)$/.test(file);

function sourceOf(desk: Desk, draw: Draw): string | undefined {
  return draw.of(desk.files.filter((file) => !isBuildFile(file)));
}

function weighted<T>(list: readonly (readonly [number, T])[], draw: Draw): T | undefined {
  let left = draw.below(list.reduce((sum, [weight]) => sum + weight, 0));
  return list.find(([weight]) => (left -= weight) < 0)?.[1];
}

const editText: Edit = (desk, draw) => {
  const file = sourceOf(desk, draw);
  if (file === undefined) return [];
  const change = weighted(textEdits, draw);
  const other = desk.textOf(sourceOf(desk, draw) ?? file);
  const isWhole = draw.isOnce(10);
  return desk.write(file, change?.(desk.textOf(file), draw, other) ?? '', isWhole);
};

/** Letter by letter, with nothing asked between. */
const type: Edit = (desk, draw) => {
  const file = sourceOf(desk, draw);
  if (file === undefined) return [];
  const text = desk.textOf(file);
  const lines = [...text.matchAll(/[;{]\n/g)];
  const at = (draw.of(lines)?.index ?? text.length - 2) + 2;
  const typed = draw.oneOf([
    'if (a) {',
    'aclrtSynchronizeDevice();',
    '#define A 1\n',
    '/* ',
    '"text',
    'int f() {}',
  ]);
  return [...typed].flatMap((_, i) =>
    desk.write(file, text.slice(0, at) + typed.slice(0, i + 1) + text.slice(at)),
  );
};

const undo: Edit = (desk, draw) => {
  const times = 1 + draw.below(3);
  return Array.from({ length: times }).flatMap(() => desk.undo());
};

const include: Edit = (desk, draw) => {
  const file = sourceOf(desk, draw);
  if (file === undefined) return [];
  const header = draw.oneOf(['acl/acl.h', ...desk.files]);
  return desk.write(
    file,
    `#include "${draw.isOnce(2) ? header : header.replace(/.*\//, '')}"\n${desk.textOf(file)}`,
  );
};

const addFile: Edit = (desk, draw) => {
  const from = sourceOf(desk, draw);
  const folder = draw.oneOf(['', 'src/', 'other/', (from ?? '').replace(/[^/]*$/, '')]);
  const name = draw.oneOf(['added.cpp', 'added.h', 'main.cpp', 'main2.cc', 'queue.h', 'CMakeLists.txt']);
  const text = isBuildFile(name) ? buildText(desk, draw) : desk.textOf(from ?? '');
  return desk.write(`${folder}${name}`, text);
};

const removeFile: Edit = (desk, draw) => {
  const { files } = desk;
  return files.length > 1 ? desk.remove(draw.oneOf(files)) : [];
};

const renameFile: Edit = (desk, draw) => {
  const file = draw.of(desk.files);
  if (file === undefined) return [];
  const base = file.replace(/.*\//, '');
  const to = draw.oneOf([`moved/${base}`, base, `src/${base}`, file.replace(/\.\w+$/, '2$&')]);
  if (desk.texts.has(to)) return [];
  const text = desk.textOf(file);
  return [...desk.remove(file), ...desk.write(to, text)];
};

function buildText(desk: Desk, draw: Draw): string {
  const units = desk.files.filter((file) => /\.(cc|cpp)$/.test(file)).map((file) => file.replace(/.*\//, ''));
  return draw.oneOf([
    'add_definitions(-DFLAG=1)',
    'file(GLOB S *.cpp)\nadd_executable(app ${S})',
    `add_executable(made ${units.join(' ')})`,
    `add_executable(small ${draw.of(units) ?? ''} ${draw.of(units) ?? ''})\nadd_compile_definitions(ASYNC A)`,
    '',
  ]);
}

const editBuildFile: Edit = (desk, draw) => {
  const known = desk.files.filter(isBuildFile);
  const file = draw.of(known) ?? 'CMakeLists.txt';
  const isJson = draw.isOnce(5);
  if (!isJson) return desk.write(file.endsWith('.json') ? 'CMakeLists.txt' : file, buildText(desk, draw));
  const units = desk.files.filter(() => draw.isOnce(2)).map((unit) => ({ directory: '/there', file: unit }));
  return desk.write('compile_commands.json', JSON.stringify(units));
};

const configure: Edit = (desk, draw) => desk.configure(draw.oneOf(SIDES));

/** How often each kind is drawn, of the sum of all. */
const edits: readonly (readonly [number, Edit])[] = [
  [70, editText],
  [5, type],
  [12, undo],
  [4, include],
  [3, addFile],
  [2, removeFile],
  [3, renameFile],
  [2, editBuildFile],
  [1, configure],
];

/** Makes one edit and returns what the analyzer is to be told of it. */
export function makeEdit(desk: Desk, draw: Draw): Step[] {
  return weighted(edits, draw)?.(desk, draw) ?? [];
}

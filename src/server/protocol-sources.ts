/** Which files of a workspace are read: one answer for whoever lists, watches or is told of them. */

export const CONFIG_NAME = '.acl-perf.json';

/** What the names of C++ files and their headers end with, without the dot. */
export const sourceEndings = [
  ...['c', 'cc', 'cpp', 'cxx', 'c++', 'cu'],
  ...['h', 'hh', 'hpp', 'hxx', 'h++', 'inl', 'ipp', 'tpp'],
];

/** They tell how a program is built. */
const projectFiles = [
  'CMakeLists.txt',
  'CMakePresets.json',
  'compile_commands.json',
  'c_cpp_properties.json',
];

/** What is built or fetched is no part of a program; in CMakeFiles stand the probes that CMake tries a compiler with. */
const skippedFolders = ['node_modules', '.git', 'build', 'out', 'dist', 'CMakeFiles'];

/** Where CMake puts a compilation database, and where the editor keeps the flags that it was told. */
const databaseFolders = ['build', 'out'];

const anywhere = (name: string): string => `**/${name}`;

export const sourceGlobs = [`*.{${sourceEndings.join()}}`, ...projectFiles].map(anywhere);

/** With the configurations, which change what is read. No star in braces: not every client takes one. */
export const watchedGlobs = [...sourceGlobs, anywhere(CONFIG_NAME)];

/** The same in one, without braces in braces, as VS Code wants it. */
export const watchedGlob = anywhere(
  `{${[...sourceEndings.map((ending) => `*.${ending}`), ...projectFiles, CONFIG_NAME].join()}}`,
);

export const skippedGlob = anywhere(`{${skippedFolders.join()}}/**`);

/** The folders that `flagsGlobs` look in. */
export const flagsFolderGlobs = [...databaseFolders, '.vscode'].map(anywhere);

/** What tells of the flags in folders that are passed over otherwise. */
export const flagsGlobs = [
  anywhere(`{${databaseFolders.join()}}/compile_commands.json`),
  anywhere('.vscode/c_cpp_properties.json'),
];

export const flagsSkippedGlob = anywhere('{node_modules,.git}/**');

/** By its name alone, whichever case its ending has. */
export const isCode = (path: string): boolean =>
  sourceEndings.some((ending) => path.toLowerCase().endsWith(`.${ending}`));

/** @param path relative to the workspace folder. */
export const isSkipped = (path: string): boolean =>
  path.split('/').some((part) => skippedFolders.includes(part));

/** @param path relative to the workspace folder. */
export function isSource(path: string): boolean {
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  const isDatabase = name === 'compile_commands.json' && databaseFolders.includes(parts.at(-2) ?? '');
  if (isDatabase) return !isSkipped(parts.slice(0, -2).join('/'));
  return isReadName(name) && !isSkipped(path);
}

/** A file's name alone, without its folders: is such a file read? */
export const isReadName = (name: string): boolean => projectFiles.includes(name) || isCode(name);

/** Which files of a workspace the analysis reads. */

export const CONFIG_NAME = '.acl-perf.json';

/** C++ and what tells how it is built. */
const SOURCE =
  /\.(c|cc|cpp|cxx|c\+\+|cu|h|hh|hpp|hxx|h\+\+|inl|ipp|tpp)$|(^|\/)(CMakeLists\.txt|compile_commands\.json)$/i;

/** What is built or fetched is no part of the program. */
const SKIPPED = ['node_modules', '.git', 'build', 'out', 'dist'];

export const sourceGlobs = [
  '**/*.{c,cc,cpp,cxx,c++,cu,h,hh,hpp,hxx,h++,inl,ipp,tpp}',
  '**/CMakeLists.txt',
  '**/compile_commands.json',
  `**/${CONFIG_NAME}`,
];

export const skippedGlobs = SKIPPED.map((name) => `**/${name}/**`);

/** @param name relative to the workspace folder. */
export const isSource = (name: string): boolean =>
  SOURCE.test(name) && !name.split('/').some((part) => SKIPPED.includes(part));

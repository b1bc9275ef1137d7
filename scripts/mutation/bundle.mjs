/** Makes scripts of test files and what they import, to be run again and again within a process. */
import { build } from 'esbuild';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Stryker's code counts what each test reaches in the runs of mutants too, where nobody reads it: half of their time. */
const COUNT = ['function cover() {', '$& if (ns.activeMutant !== undefined) return;'];
/** Name of the function that a script asks for what it does not hold. */
const REQUIRE = '__require';

/**
 * Test files with all that they import but vitest, Node's and the parser's runtime, and the steady modules of the suite.
 * The late module is given to the function `use` of the module `steady`.
 */
export function bundleTests(root, testFiles, { steady, late }) {
  const files = testFiles.map((file) => `import './${file}';`);
  const given = `import * as late from './${late}';\nimport { use } from 'steady';\nuse(late);`;
  return bundle(root, [...(late === undefined ? [] : [given]), ...files].join('\n'), steady);
}

/** The steady modules, which are given to the function `keep` of the module `steady`: by path, as namespaces. */
export async function bundleSteady(root, { steady, late }) {
  const lists = await Promise.all(steady.map((path) => modulesAt(root, path)));
  const files = lists.flat();
  const imports = files.map((file, i) => `import * as m${i} from './${file}';`);
  const named = files.map((file, i) => `'${file}': m${i}`);
  const keep = `import { keep } from 'steady';\nkeep({ ${named.join(', ')} });`;
  return bundle(root, `${imports.join('\n')}\n${keep}`, late === undefined ? [] : [late]);
}

async function modulesAt(root, path) {
  if (path.endsWith('.ts')) return [path];
  const names = await readdir(join(root, path), { recursive: true });
  return names.filter((name) => name.endsWith('.ts')).map((name) => `${path}/${name.replaceAll(sep, '/')}`);
}

async function bundle(root, contents, apart) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
    plugins: [{ name: 'in-process', setup: (build) => resolveModules(build, root, apart) }],
  });
  return outputFiles[0].text;
}

function resolveModules(build, root, apart) {
  build.onResolve({ filter: /^(node:.*|vitest|web-tree-sitter|steady)$/ }, ({ path }) => outside(path));
  build.onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
    const file = relative(root, join(resolveDir, path)).replaceAll(sep, '/');
    return apart.some((one) => file === one || file.startsWith(`${one}/`)) ? outside(file) : undefined;
  });
  build.onLoad({ filter: /.*/, namespace: 'outside' }, ({ path }) => ({
    contents: `module.exports = ${REQUIRE}(${JSON.stringify(path)});`,
  }));
  // A function has no import.meta; the tests find the project's files by it.
  build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
    const text = await readFile(path, 'utf8');
    const url = JSON.stringify(pathToFileURL(path).href);
    const file = relative(root, path).replaceAll(sep, '/');
    const mark = file.endsWith('.test.ts') ? `import { startFile } from 'vitest'; startFile('${file}');` : '';
    return { contents: mark + text.replaceAll('import.meta.url', url).replace(...COUNT), loader: 'ts' };
  });
}

function outside(path) {
  return { path, namespace: 'outside' };
}

/** A script as an async function of what gives modules by name; each call evaluates the script afresh. */
export function compile(script) {
  const AsyncFunction = (async () => undefined).constructor;
  return new AsyncFunction(REQUIRE, script);
}

/**
 * Packs the command line, the language server and their API for npm: `npm run package:npm` writes
 * dist/ascendcl-performance-<version>.tgz. `npm run build` has to have been run.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { writeNotices } from './notices.mjs';
import { root } from './prepare.mjs';

/** What runs without VS Code, from the folder of the project. */
const FILES = [
  'dist/api/index.cjs',
  'dist/cli/acl-perf.cjs',
  'dist/cli/commands.cjs',
  'dist/server/mcp.cjs',
  'dist/server/node.cjs',
  'dist/server/simulation.cjs',
  'dist/server/watchdog.cjs',
  'dist/server/bench-kit',
  'dist/server/catalogue.json',
  'dist/server/catalogue.zh-cn.json',
  'dist/server/models.json',
  'dist/server/tree-sitter-cpp.wasm',
  'dist/server/web-tree-sitter.wasm',
  'dist/webview/page.css',
  'dist/webview/page.js',
  'dist/webview/report.css',
  'docs/cli.md',
  'docs/rules',
  'schema',
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'README.zh-CN.md',
  'THIRD-PARTY-NOTICES.txt',
];

/** The package's own description of itself: nothing of the extension's, and no packages to install. */
function manifest() {
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { name, version, license, keywords, engines, bin, repository } = own;
  return {
    name,
    version,
    description: 'Predicts the throughput of C++ AscendCL programs, with the gain of each fix on its line',
    license,
    keywords,
    ...(repository ? { repository } : {}),
    engines: { node: engines.node },
    type: 'commonjs',
    bin,
    main: './dist/api/index.cjs',
    types: './dist/api/index.d.ts',
    exports: {
      '.': { types: './dist/api/index.d.ts', default: './dist/api/index.cjs' },
      './schema/*': './schema/*',
      './package.json': './package.json',
    },
  };
}

/** Types of the API; those of the answers, which it imports, lie in `schema/` as they do here. */
function declarations() {
  const source = readFileSync(join(root, 'src/api/index.ts'), 'utf8');
  const { outputText, diagnostics = [] } = ts.transpileDeclaration(source, { reportDiagnostics: true });
  if (diagnostics.length > 0)
    throw new Error(
      ts.formatDiagnostics(diagnostics, {
        getCanonicalFileName: String,
        getCurrentDirectory: () => root,
        getNewLine: () => '\n',
      }),
    );
  return outputText;
}

/** Lays the package out in a folder. */
function stage(folder) {
  rmSync(folder, { recursive: true, force: true });
  for (const file of FILES) {
    const from = join(root, file);
    if (!existsSync(from)) throw new Error(`${file} is missing: run \`npm run build\` first`);
    cpSync(from, join(folder, file), { recursive: true });
  }
  writeFileSync(join(folder, 'dist/api/index.d.ts'), declarations());
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
}

/** Returns the packed file. */
export function packForNpm() {
  writeNotices(root);
  const folder = join(root, 'dist/npm');
  stage(folder);
  const out = execFileSync('npm', ['pack', '--json', '--pack-destination', join(root, 'dist')], {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const [{ filename, size, unpackedSize }] = JSON.parse(out);
  const mb = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;
  console.log(`dist/${filename}: ${mb(size)}, ${mb(unpackedSize)} unpacked`);
  return join(root, 'dist', filename);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) packForNpm();

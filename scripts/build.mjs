/**
 * Builds everything under dist/ with esbuild: `node scripts/build.mjs [--watch] [--development] [--only <part>]`.
 * Prints the size of each bundle; dist/meta/*.json hold esbuild's account of what is in them.
 */
import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import esbuild from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const watch = process.argv.includes('--watch');
/** `--only cli,server`: no other bundles than those of these folders of dist/. */
const only = process.argv.includes('--only')
  ? process.argv[process.argv.indexOf('--only') + 1]?.split(',')
  : undefined;
const development = watch || process.argv.includes('--development');

// web-tree-sitter's ESM build asks for import.meta and fails at run time in a CommonJS or worker bundle.
const parser = {
  'web-tree-sitter': './node_modules/web-tree-sitter/web-tree-sitter.cjs',
  // Its main is UMD, whose requires esbuild cannot follow.
  'jsonc-parser': './node_modules/jsonc-parser/lib/esm/main.js',
};
// fdir (of tinyglobby) asks for import.meta too.
const nodeAlias = { ...parser, fdir: './node_modules/fdir/dist/index.cjs' };
const node = { platform: 'node', format: 'cjs', target: 'node20', alias: nodeAlias };
const browser = { platform: 'browser', format: 'iife', target: 'es2022' };
// Node parts of the parser's loader, which it reaches only where it runs on Node.
const worker = { ...browser, alias: parser, external: ['fs', 'fs/promises', 'path', 'url', 'module'] };

/**
 * The client takes the protocol, and most of itself, from bundles of their own, which are the same on Node and in a
 * browser: loaded apart, none holds the extension host for long.
 */
const protocolApart = {
  name: 'protocol-apart',
  setup({ onResolve }) {
    const shared = { path: './protocol.js', external: true };
    onResolve({ filter: /^vscode-(languageserver-protocol|jsonrpc)$/ }, () => shared);
    const platformPart = /vscode-(languageserver-protocol|jsonrpc)[\\/]lib[\\/](node|browser)$/;
    onResolve({ filter: /^\.\.\/common\/api$/ }, ({ resolveDir }) =>
      platformPart.test(resolveDir) ? shared : undefined,
    );
  },
};

const inHost = { ...node, external: ['vscode'] };
const inWebHost = { ...browser, format: 'cjs', external: ['vscode'] };
/** What the protocol is on every platform, with all of vscode-jsonrpc's own. */
const protocol = 'node_modules/vscode-languageserver-protocol/lib/common/api.js';

/** Modules of the client that a bundle of their own holds, by their names in it. */
const clientFolder = join(root, 'node_modules/vscode-languageclient/lib/common');
const clientParts = readdirSync(clientFolder, { recursive: true })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.js') && !['client.js', 'api.js'].includes(name));

const clientPartsEntry = {
  contents: clientParts
    .map((name) => `exports[${JSON.stringify(name)}] = require(${JSON.stringify(`./${name}`)});`)
    .join('\n'),
  resolveDir: clientFolder,
};

const clientPartsBundle = './client-parts.js';

/** Takes these modules from their bundle. */
const clientPartsApart = {
  name: 'client-parts-apart',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
      const name = relative(clientFolder, join(resolveDir, `${path}.js`)).replaceAll('\\', '/');
      return clientParts.includes(name) ? { path: name, namespace: 'client-part' } : undefined;
    });
    onResolve({ filter: /.*/, namespace: 'client-part' }, () => ({
      path: clientPartsBundle,
      external: true,
    }));
    onLoad({ filter: /.*/, namespace: 'client-part' }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(clientPartsBundle)})[${JSON.stringify(path)}];`,
    }));
  },
};

/** What the commands do is not loaded for a help or a version. */
const commandsApart = {
  name: 'commands-apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/commands\/index\.ts$/ }, () => ({ path: './commands.cjs', external: true }));
  },
};

/** The SDK of the Model Context Protocol is loaded for that alone. */
const mcpApart = {
  name: 'mcp-apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.\/mcp\/server\.ts$/ }, () => ({ path: './mcp.cjs', external: true }));
  },
};

/**
 * The server and the commands hold the same core, so they are one bundle: two were a third of the packed extension. The
 * bundle starts the server where it is run itself.
 */
const serverAndCommands = {
  contents: [
    "export * from './src/server/node.ts'",
    "export * as commands from './src/cli/commands/index.ts'",
  ].join('\n'),
  resolveDir: root,
};
const commandsOfServer = {
  contents: "module.exports = require('./src/cli/load-commands.ts').loadCommands(__dirname)",
  resolveDir: root,
};

/** Data that each of Node's bundles reads is there once, beside the server. */
const dataFiles = [
  'src/profile/data/models.json',
  'src/analyzer/acl/catalogue.json',
  'src/analyzer/acl/catalogue.zh-cn.json',
];
const dataApart = {
  name: 'data-apart',
  setup({ onResolve }) {
    onResolve({ filter: /\.json$/ }, ({ path, resolveDir }) => {
      const name = relative(root, join(resolveDir, path)).replaceAll('\\', '/');
      return dataFiles.includes(name) ? { path: `./${basename(name)}`, external: true } : undefined;
    });
  },
};
/**
 * Each of Node's modules is taken once for a bundle: esbuild copies all that it holds for every file that imports it, which
 * took a twentieth of a short run.
 */
const builtinsOnce = {
  name: 'builtins-once',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path, namespace, kind }) =>
      namespace === 'builtin' || kind !== 'import-statement' ? undefined : { path, namespace: 'builtin' },
    );
    onLoad({ filter: /.*/, namespace: 'builtin' }, async ({ path }) => {
      const names = Object.keys(await import(path)).filter((name) => name !== 'module.exports');
      return { contents: `export { ${names.join(', ')} } from '${path}';` };
    });
  },
};
const besideData = { ...node, plugins: [dataApart] };

const bundles = [
  { in: 'src/extension/node.ts', out: 'dist/extension/node.cjs', options: inHost },
  {
    in: 'src/extension/node-client.ts',
    out: 'dist/extension/node-client.cjs',
    options: { ...inHost, plugins: [protocolApart, clientPartsApart] },
  },
  { in: 'src/extension/browser.ts', out: 'dist/extension/browser.js', options: inWebHost },
  {
    in: 'src/extension/browser-client.ts',
    out: 'dist/extension/browser-client.js',
    options: { ...inWebHost, plugins: [protocolApart, clientPartsApart] },
  },
  { in: protocol, out: 'dist/extension/protocol.js', options: inWebHost },
  {
    stdin: clientPartsEntry,
    out: 'dist/extension/client-parts.js',
    options: { ...inWebHost, plugins: [protocolApart] },
  },
  { in: 'src/extension/features.ts', out: 'dist/extension/features.js', options: inWebHost },
  {
    stdin: serverAndCommands,
    out: 'dist/server/node.cjs',
    options: {
      ...node,
      plugins: [builtinsOnce, dataApart, mcpApart],
      // By require, as for the commands.
      supported: { 'dynamic-import': false },
    },
  },
  { in: 'src/cli/mcp/server.ts', out: 'dist/server/mcp.cjs', options: node },
  { in: 'src/server/browser.ts', out: 'dist/server/worker.js', options: worker },
  { in: 'src/server/watchdog-thread.ts', out: 'dist/server/watchdog.cjs', options: node },
  { in: 'src/server/simulation-node.ts', out: 'dist/server/simulation.cjs', options: besideData },
  { in: 'src/webview/page.ts', out: 'dist/webview/page.js', options: browser },
  { in: 'src/webview/report.css', out: 'dist/webview/report.css', options: browser },
  {
    in: 'src/cli/main.ts',
    out: 'dist/cli/acl-perf.cjs',
    options: {
      ...node,
      plugins: [builtinsOnce, commandsApart],
      // By require: Node reads the whole of what `import` takes for its names first.
      supported: { 'dynamic-import': false },
      banner: { js: '#!/usr/bin/env node' },
    },
  },
  { in: 'src/api/index.ts', out: 'dist/api/index.cjs', options: node },
  {
    stdin: commandsOfServer,
    out: 'dist/cli/commands.cjs',
    options: node,
  },
];

/** Files that the bundles read at run time, by where they go. */
const copies = {
  'node_modules/web-tree-sitter/web-tree-sitter.wasm': 'dist/server/web-tree-sitter.wasm',
  'node_modules/tree-sitter-cpp/tree-sitter-cpp.wasm': 'dist/server/tree-sitter-cpp.wasm',
};

/** Folders of files that the command line writes as they are. */
const folders = { 'src/cli/bench-kit/template': 'dist/server/bench-kit' };

const common = {
  absWorkingDir: root,
  bundle: true,
  metafile: true,
  minify: !development,
  sourcemap: development ? 'linked' : false,
  legalComments: 'none',
  logLevel: 'warning',
  conditions: development ? ['development'] : ['production'],
  define: { 'process.env.NODE_ENV': development ? '"development"' : '"production"' },
};

function optionsOf({ in: entry, stdin, out, options }) {
  return { ...common, ...options, ...(stdin ? { stdin } : { entryPoints: [entry] }), outfile: out };
}

/** Node reads a script of ASCII alone in a fifth of the time. What esbuild leaves beyond it stands in regular expressions. */
async function escapeScripts(result) {
  const scripts = Object.keys(result.metafile.outputs).filter((name) => /\.c?js$/.test(name));
  for (const name of scripts) {
    const text = await readFile(join(root, name), 'utf8');
    const code = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
    await writeFile(join(root, name), text.replaceAll(/[^\0-\x7f]/g, code));
  }
}

async function report(result, out) {
  await mkdir(join(root, 'dist/meta'), { recursive: true });
  await writeFile(
    join(root, 'dist/meta', `${out.replace('dist/', '').replaceAll('/', '-')}.json`),
    JSON.stringify(result.metafile),
  );
  const written = Object.keys(result.metafile.outputs).filter((name) => !name.endsWith('.map'));
  for (const name of written) {
    const bytes = await readFile(join(root, name));
    const kb = (count) => `${(count / 1000).toFixed(1)} kB`.padStart(10);
    console.log(`${name.padEnd(32)}${kb(bytes.length)}${kb(gzipSync(bytes).length)} gzipped`);
  }
}

async function copyFiles() {
  for (const [from, to] of Object.entries(copies)) {
    await mkdir(join(root, to, '..'), { recursive: true });
    await cp(join(root, from), join(root, to));
    const { size } = await stat(join(root, to));
    console.log(`${to.padEnd(32)}${`${(size / 1000).toFixed(1)} kB`.padStart(10)}`);
  }
}

async function copyFolders() {
  for (const [from, to] of Object.entries(folders)) {
    await rm(join(root, to), { recursive: true, force: true });
    await cp(join(root, from), join(root, to), { recursive: true });
  }
}

async function writeData() {
  await mkdir(join(root, 'dist/server'), { recursive: true });
  for (const name of dataFiles) {
    const data = JSON.parse(await readFile(join(root, name), 'utf8'));
    await writeFile(join(root, 'dist/server', basename(name)), JSON.stringify(data));
  }
}

const isThere = ({ in: entry }) => entry === undefined || existsSync(join(root, entry));

/** What an older build left, and this one does not make, would be packed. */
async function removeOld() {
  const folders = new Set(bundles.map(({ out }) => out.split('/')[1]));
  for (const folder of ['meta', ...folders])
    await rm(join(root, 'dist', folder), { recursive: true, force: true });
}

async function buildAll() {
  if (only === undefined) await removeOld();
  const wanted = bundles.filter(({ out }) => only === undefined || only.includes(out.split('/')[1]));
  const missing = wanted.filter((bundle) => !isThere(bundle));
  for (const { in: entry, out } of missing) {
    console.error(`${entry} is missing: ${out} cannot be built`);
    process.exitCode = 1;
  }
  const present = wanted.filter((bundle) => !missing.includes(bundle));
  await copyFiles();
  await copyFolders();
  await writeData();
  const built = await Promise.allSettled(present.map((bundle) => esbuild.build(optionsOf(bundle))));
  for (const [index, result] of built.entries()) {
    if (result.status === 'rejected') {
      process.exitCode = 1;
      continue;
    }
    await escapeScripts(result.value);
    await report(result.value, present[index].out);
  }
}

async function watchAll() {
  await copyFiles();
  await copyFolders();
  await writeData();
  let running = 0;
  const say = {
    name: 'progress',
    // The two lines that .vscode/tasks.json waits for, once for all bundles that one edit touches.
    setup(build) {
      build.onStart(() => {
        if (running++ === 0) console.log('build started');
      });
      build.onEnd(() => {
        if (--running === 0) console.log('build finished');
      });
    },
  };
  for (const bundle of bundles.filter(isThere)) {
    const plugins = [...(bundle.options.plugins ?? []), say];
    const context = await esbuild.context({ ...optionsOf(bundle), plugins });
    await context.watch();
  }
}

await (watch ? watchAll() : buildAll());

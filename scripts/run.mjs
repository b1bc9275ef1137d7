/**
 * Runs a TypeScript program of this project: `node scripts/run.mjs <file.ts> [arguments…]`.
 * Node 20 reads no TypeScript, so esbuild bundles it first; packages stay as they are installed.
 */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import esbuild from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A bundle has one address; each of its sources keeps its own. */
const ownUrls = {
  name: 'own-urls',
  setup(build) {
    build.onLoad({ filter: /\.m?ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const url = JSON.stringify(pathToFileURL(path).href);
      return { contents: text.replaceAll('import.meta.url', url), loader: 'ts' };
    });
  },
};

const [file, ...rest] = process.argv.slice(2);
if (file === undefined) {
  console.error('usage: node scripts/run.mjs <file.ts> [arguments…]');
  process.exit(2);
}
const outfile = join(root, 'dist/scripts', basename(file).replace(/\.m?ts$/, '.mjs'));
const options = {
  absWorkingDir: root,
  entryPoints: [resolve(file)],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'warning',
  plugins: [ownUrls],
};
// esbuild has said already what is wrong.
await esbuild.build(options).catch(() => process.exit(1));
const child = spawn(process.execPath, ['--enable-source-maps', outfile, ...rest], { stdio: 'inherit' });
// Ctrl+C reaches the program too; it ends by itself, and this with it.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === null ? 0 : 1);
});

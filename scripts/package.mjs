/** Packs the extension: `npm run package` builds it, writes dist/ascendcl-performance.vsix and checks the sizes. */
import { createVSIX } from '@vscode/vsce';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { writeNotices } from './notices.mjs';
import { root, runScript } from './prepare.mjs';

const vsix = join(root, 'dist/ascendcl-performance.vsix');

const gzipped = (path) => gzipSync(readFileSync(join(root, path))).length;

/** Bytes, and the most that they may be. */
const budgets = [
  { what: 'the packed extension', bytes: () => statSync(vsix).size, limit: 2_500_000 },
  { what: 'the panel, gzipped', bytes: () => gzipped('dist/webview/panel.js'), limit: 250_000 },
];

if (!process.argv.includes('--no-build')) {
  const status = runScript('scripts/build.mjs');
  if (status !== 0) process.exit(status);
}
console.log(`THIRD-PARTY-NOTICES.txt names ${writeNotices(root)} packages`);
await createVSIX({
  cwd: root,
  packagePath: vsix,
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
for (const { what, bytes, limit } of budgets) {
  const size = bytes();
  console.log(`${what}: ${(size / 1e6).toFixed(3)} MB of at most ${limit / 1e6} MB`);
  if (size > limit) {
    console.error(`${what} is larger than it may be`);
    process.exitCode = 1;
  }
}

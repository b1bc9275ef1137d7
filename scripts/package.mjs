/** Packs the extension: `npm run package` builds it, writes dist/ascendcl-performance.vsix and checks the sizes. */
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import { cpSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import zlib from 'node:zlib';
import { writeNotices } from './notices.mjs';
import { commitTime, root, runScript } from './prepare.mjs';

const vsix = join(root, 'dist/ascendcl-performance.vsix');

const gzipped = (path) => zlib.gzipSync(readFileSync(join(root, path))).length;

/** Bytes, and the most that they may be. */
const budgets = [
  { what: 'the packed extension', bytes: () => statSync(vsix).size, limit: 2_500_000 },
  { what: 'the panel, gzipped', bytes: () => gzipped('dist/webview/page.js'), limit: 250_000 },
];

/** The README as VS Code shows it: a link to a file that is not packed would lead nowhere, so its text stands alone. */
function packedReadme(packed) {
  const isPacked = (target) => packed.some((file) => file === target || file.startsWith(`${target}/`));
  return readFileSync(join(root, 'README.md'), 'utf8').replace(
    /(!?)\[([^\]]*)\]\((?!\w+:)([^)#]+)\)/g,
    (whole, picture, label, target) => {
      if (isPacked(target)) return whole;
      if (picture) throw new Error(`README.md shows ${target}, which is not packed (.vscodeignore)`);
      return label;
    },
  );
}

/** A folder with just the files to pack. */
async function stage() {
  const folder = join(root, 'dist/stage');
  const packed = await listFiles({ cwd: root, packageManager: PackageManager.None });
  rmSync(folder, { recursive: true, force: true });
  for (const file of packed) cpSync(join(root, file), join(folder, file));
  writeFileSync(join(folder, 'README.md'), packedReadme(packed));
  return folder;
}

/** Packs as tightly as can be: the packer leaves the level to Node, and has no option for it. */
zlib.DeflateRaw = class extends zlib.DeflateRaw {
  constructor(options) {
    super({ ...options, level: zlib.constants.Z_BEST_COMPRESSION });
  }
};

/** The packer takes the time of all entries from it: the same commit gives the same bytes. */
process.env.SOURCE_DATE_EPOCH ??= commitTime();

if (!process.argv.includes('--no-build')) {
  const status = runScript('scripts/build.mjs');
  if (status !== 0) process.exit(status);
}
console.log(`THIRD-PARTY-NOTICES.txt names ${writeNotices(root)} packages`);
await createVSIX({
  cwd: await stage(),
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

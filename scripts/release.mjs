/**
 * Makes a release: `npm run release -- <version>`, or `-- --dry-run` to try all but what changes the repository. It packs
 * the extension twice (the bytes have to be the same) and the npm package, runs that from an empty folder, writes the bill
 * of materials and checksums to dist/release/, and then turns the changelog's Unreleased part into the version's, commits
 * and tags. Pushing the tag publishes: .github/workflows/release.yml.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { tryPackage } from './npm-trial.mjs';
import { packForNpm } from './npm-package.mjs';
import { commitTime, root, runScript } from './prepare.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'dry-run': { type: 'boolean', default: false } },
});
const isDry = values['dry-run'];
const changelog = join(root, 'CHANGELOG.md');
const manifest = join(root, 'package.json');
const folder = join(root, 'dist/release');
const vsix = join(root, 'dist/ascendcl-performance.vsix');

function stop(why) {
  console.error(why);
  process.exit(1);
}

const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
const today = () => new Date(Number(commitTime()) * 1000).toISOString().slice(0, 10);
const hashOf = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** The changelog with what is unreleased under the version. Throws where there is nothing to release. */
function released(text, version) {
  const [, body = ''] = /^## \[Unreleased\]\n([\s\S]*?)(?=^## \[|(?![\s\S]))/m.exec(text) ?? [];
  if (!/^- /m.test(body)) throw new Error('CHANGELOG.md says nothing under Unreleased');
  return text.replace('## [Unreleased]\n', `## [Unreleased]\n\n## [${version}] - ${today()}\n`);
}

function wantedVersion() {
  const [given] = positionals;
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
  if (given === undefined && !isDry) stop('usage: npm run release -- <version> | --dry-run');
  if (given !== undefined && !/^\d+\.\d+\.\d+$/.test(given)) stop(`${given} is no version such as 1.2.3`);
  return given ?? version;
}

/** Packs it twice, and stops where that gives other bytes. */
function packExtension() {
  const pack = (...args) => {
    if (runScript('scripts/package.mjs', ...args) !== 0) stop('the extension cannot be packed');
    return hashOf(vsix);
  };
  const first = pack();
  if (pack('--no-build') !== first) stop('packing the extension twice gave other bytes');
  console.log(`the extension, packed twice, has the same bytes: sha256 ${first}`);
}

/** All that is published, with its checksums. */
function collect(files) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of files) copyFileSync(file, join(folder, basename(file)));
  const sums = files.map((file) => `${hashOf(file)}  ${basename(file)}`);
  writeFileSync(join(folder, 'SHA256SUMS'), `${sums.join('\n')}\n`);
  console.log(`dist/release/:\n${sums.join('\n')}`);
}

const version = wantedVersion();
const changes = released(readFileSync(changelog, 'utf8'), version);
if (!isDry && git('status', '--porcelain') !== '') stop('the working tree has changes: commit them first');
if (!isDry) {
  writeFileSync(changelog, changes);
  execFileSync('npm', ['version', version, '--no-git-tag-version', '--allow-same-version'], {
    cwd: root,
    shell: process.platform === 'win32',
  });
  git('commit', '-am', `Release ${version}`);
}
packExtension();
const tarball = packForNpm();
tryPackage(tarball);
if (runScript('scripts/sbom.mjs') !== 0) stop('the bill of materials cannot be written');
collect([vsix, tarball, join(root, 'dist/sbom.cdx.json')]);
if (isDry) {
  console.log(`a dry run: ${version} would be committed and tagged v${version} now`);
} else {
  git('tag', '-a', `v${version}`, '-m', `Version ${version}`);
  console.log(`tagged v${version}: git push --follow-tags publishes it`);
}

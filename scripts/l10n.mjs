/**
 * Brings l10n/bundle.l10n.json up to date with the texts of the source, and lists what a translation lacks or has too
 * much: `node scripts/l10n.mjs [--check]`. With --check nothing is written and a difference is an error.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { getL10nJson } from '@vscode/l10n-dev';
import { glob } from 'tinyglobby';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = `${root}l10n/bundle.l10n.json`;

/** Texts that the source asks for, as VS Code's bundle format has them. */
export async function textsOfSource() {
  const paths = await glob('src/**/*.ts', { cwd: root, absolute: true });
  const sources = await Promise.all(
    paths.sort().map(async (path) => ({ extension: '.ts', contents: await readFile(path, 'utf8') })),
  );
  return getL10nJson(sources);
}

const readJson = async (path) => JSON.parse(await readFile(path, 'utf8').catch(() => '{}'));

/** Keys of `wanted` that `given` lacks, and the other way round. */
export function difference(wanted, given) {
  return {
    missing: Object.keys(wanted).filter((key) => !(key in given)),
    unused: Object.keys(given).filter((key) => !(key in wanted)),
  };
}

async function main() {
  const texts = await textsOfSource();
  const check = process.argv.includes('--check');
  if (!check) await writeFile(file, `${JSON.stringify(texts, null, 2)}\n`);
  for (const name of check ? ['bundle.l10n.json', 'bundle.l10n.zh-cn.json'] : ['bundle.l10n.zh-cn.json']) {
    const { missing, unused } = difference(texts, await readJson(`${root}l10n/${name}`));
    for (const key of missing) console.log(`${name}: missing: ${key}`);
    for (const key of unused) console.log(`${name}: unused: ${key}`);
    if (missing.length + unused.length > 0) process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();

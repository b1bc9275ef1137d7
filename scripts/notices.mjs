/** Writes THIRD-PARTY-NOTICES.txt: the licences of the packages that the bundles hold, by esbuild's own account. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Packed as they are, not through a bundle. */
const copied = ['node_modules/web-tree-sitter', 'node_modules/tree-sitter-cpp'];

function packageFolder(input) {
  const at = input.lastIndexOf('node_modules/');
  if (at < 0) return undefined;
  const parts = input.slice(at + 'node_modules/'.length).split('/');
  const name = parts[0].startsWith('@') ? `${parts[0]}/${parts[1]}` : parts[0];
  return `${input.slice(0, at)}node_modules/${name}`;
}

export function bundledFolders(root) {
  const meta = join(root, 'dist/meta');
  const inputs = readdirSync(meta).flatMap((name) =>
    Object.keys(JSON.parse(readFileSync(join(meta, name), 'utf8')).inputs),
  );
  return new Set([...copied, ...inputs.map(packageFolder).filter((folder) => folder !== undefined)]);
}

function notice(root, folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const file = readdirSync(join(root, folder)).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file === undefined ? `Licence: ${license}` : readFileSync(join(root, folder, file), 'utf8');
  return { title: `${name} ${version} (${license})`, text: text.trim() };
}

/** Returns how many packages it names. */
export function writeNotices(root) {
  if (!existsSync(join(root, 'dist/meta')))
    throw new Error('dist/meta is missing: run `npm run build` first');
  const notices = [...bundledFolders(root)]
    .map((folder) => notice(root, folder))
    .sort((a, b) => a.title.localeCompare(b.title));
  const rule = '-'.repeat(80);
  const body = notices.map(({ title, text }) => `${rule}\n${title}\n${rule}\n\n${text}\n`).join('\n');
  writeFileSync(
    join(root, 'THIRD-PARTY-NOTICES.txt'),
    `AscendCL Performance contains the packages below, under their own licences.\n\n${body}`,
  );
  return notices.length;
}

/** Writes dist/sbom.cdx.json: the packages that the bundles hold, as CycloneDX. `npm run build` has to have been run. */
import { Buffer } from 'node:buffer';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledFolders } from './notices.mjs';

const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** `sha512-<base64>` of the lock file, as CycloneDX writes it. */
function hashesOf(integrity = '') {
  const [, alg, base64] = /^sha(512|256)-(.+)$/.exec(integrity) ?? [];
  if (base64 === undefined) return [];
  return [{ alg: `SHA-${alg}`, content: Buffer.from(base64, 'base64').toString('hex') }];
}

function component(root, folder, locked) {
  const { name, version, license } = read(join(root, folder, 'package.json'));
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    purl,
    licenses: [{ license: { id: license } }],
    hashes: hashesOf(locked[folder]?.integrity),
  };
}

/** The bill of materials as a value. */
export function makeSbom(root) {
  const { name, version, license } = read(join(root, 'package.json'));
  const locked = read(join(root, 'package-lock.json')).packages;
  const components = [...bundledFolders(root)].sort().map((folder) => component(root, folder, locked));
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { type: 'application', name, version, licenses: [{ license: { id: license } }] } },
    components,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const sbom = makeSbom(root);
  writeFileSync(join(root, 'dist/sbom.cdx.json'), `${JSON.stringify(sbom, null, 2)}\n`);
  console.log(`dist/sbom.cdx.json names ${sbom.components.length} packages`);
}

/** Installs the npm package into an empty folder and uses it as a user would. Nothing is fetched: it has no dependencies. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAM = `#include "acl/acl.h"
int main() {
  uint32_t id = 0; aclmdlDataset *in = nullptr, *out = nullptr;
  while (true) aclmdlExecute(id, in, out);
}
`;

const USE = `const { check, simulate, pipeline } = require('ascendcl-performance');
(async () => {
  const { findings, schemaVersion } = await check(['a.cpp']);
  const { qps } = await simulate(await pipeline(['a.cpp']).then(({ notes, ...rest }) => rest));
  const refused = await check(['missing.cpp']).catch((error) => error.name + ' ' + error.status);
  console.log(JSON.stringify({ schemaVersion, rules: findings.map(({ rule }) => rule), qps, refused }));
})();
`;

/** Throws where the command, its findings or its API are not there. Returns what the API said. */
export function tryPackage(tarball) {
  const folder = mkdtempSync(join(tmpdir(), 'acl-perf-trial-'));
  const options = { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' };
  try {
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    writeFileSync(join(folder, 'a.cpp'), PROGRAM);
    writeFileSync(join(folder, 'use.cjs'), USE);
    execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], options);
    const run = spawnSync('npx', ['--offline', 'ascendcl-performance', 'check', 'a.cpp'], options);
    if (run.status !== 1 || !run.stdout.includes('sync-model-execute-in-loop'))
      throw new Error(`npx ascendcl-performance check ended with ${run.status}:\n${run.stdout}${run.stderr}`);
    const said = JSON.parse(execFileSync(process.execPath, ['use.cjs'], options));
    if (!(said.qps > 0) || said.refused !== 'AclPerfError 2' || !said.rules.length)
      throw new Error(`the API says ${JSON.stringify(said)}`);
    console.log('the npm package, installed in an empty folder, checks a program by npx and by its API');
    return said;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

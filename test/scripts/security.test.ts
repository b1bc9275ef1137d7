/** What docs/security.md promises and no other test holds: nothing is run, nothing is sent, and what it is made of. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { makeSbom } from '../../scripts/sbom.mjs';
import { aclPerf, folderWith, ROOT, SYNC_LOOP } from '../support/acl-perf.ts';
import { LspClient } from '../support/lsp-client.ts';

const read = (name: string): string => readFileSync(path.join(ROOT, name), 'utf8');

/** An environment in which who connects, asks for a name or starts a process says so on stderr. */
function watchedEnvironment(): Record<string, string> {
  const watch = `const tell = (what) => process.stderr.write('REACHED OUT: ' + what + '\\n');
const net = require('net'), dns = require('dns'), child = require('child_process'), dgram = require('dgram');
const wrap = (of, name, what) => { const old = of[name]; of[name] = function (...given) { tell(what); return old.apply(this, given); }; };
wrap(net.Socket.prototype, 'connect', 'connect'); wrap(dns, 'lookup', 'lookup'); wrap(dns, 'resolve', 'resolve');
wrap(net.Server.prototype, 'listen', 'listen'); wrap(dgram, 'createSocket', 'datagram');
for (const name of ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']) wrap(child, name, name);
globalThis.fetch = () => { tell('fetch'); throw new Error('no'); };
if (process.env.REACH) dns.lookup('localhost', () => undefined);
`;
  const file = path.join(folderWith({ 'watch.cjs': watch }), 'watch.cjs');
  return { NODE_OPTIONS: `--require ${JSON.stringify(file.replaceAll('\\', '/'))}` };
}

const BAIT = {
  'CMakeLists.txt':
    'execute_process(COMMAND touch ran)\nfile(DOWNLOAD http://a.example/x x)\nadd_executable(a a.cpp)\n',
  'compile_commands.json':
    '[{"directory":".","file":"a.cpp","command":"touch ran; g++ -fplugin=./x.so a.cpp"}]',
  'a.cpp': `#include "http://a.example/x.h"\n${SYNC_LOOP}`,
};

describe('nothing is run and nothing is sent', () => {
  it.each([
    ['check', '.'],
    ['predict', '.', '--report', 'out.html'],
    ['pipeline', '.', '--format', 'json'],
    ['sweep', '.', '--vary', 'LOOPS=1,2'],
    ['diff', '.', 'a.cpp'],
  ])('by %s', async (...args) => {
    const cwd = folderWith(BAIT);
    const { stderr } = await aclPerf(args, { cwd, env: watchedEnvironment() });
    expect(stderr).not.toContain('REACHED OUT');
    expect(existsSync(path.join(cwd, 'ran'))).toBe(false);
  });

  it('by the server', async () => {
    const folder = folderWith(BAIT);
    const uri = pathToFileURL(path.join(folder, 'a.cpp')).href;
    const client = await LspClient.start({ folder }, watchedEnvironment());
    await client.until(() => client.rules(uri).length > 0);
    expect(client.stderr).not.toContain('REACHED OUT');
    expect(existsSync(path.join(folder, 'ran'))).toBe(false);
  });

  it('or this test would say so', async () => {
    const env = { ...watchedEnvironment(), REACH: '1' };
    expect((await aclPerf(['check', 'a.cpp'], { cwd: folderWith(BAIT), env })).stderr).toContain(
      'REACHED OUT',
    );
  });
});

it('in Restricted Mode no setting of the workspace names a file or raises a limit', () => {
  const { capabilities, contributes } = JSON.parse(read('package.json')) as {
    capabilities: { untrustedWorkspaces: { supported: string; restrictedConfigurations: string[] } };
    contributes: { configuration: { properties: Record<string, unknown> } };
  };
  const { supported, restrictedConfigurations } = capabilities.untrustedWorkspaces;
  expect(supported).toBe('limited');
  const known = Object.keys(contributes.configuration.properties);
  const risky = known.filter((name) => /profile|limits|path|file/i.test(name));
  expect(restrictedConfigurations.toSorted()).toEqual(risky.toSorted());
});

it('the tests that docs/security.md names are there', () => {
  const named = [...read('docs/security.md').matchAll(/`(test\/[^`]+)`/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !existsSync(path.join(ROOT, name)))).toEqual([]);
});

it('the bill of materials names what the bundles hold, each with a hash and a licence that allows it', () => {
  const { specVersion, components } = makeSbom(ROOT);
  expect(specVersion).toBe('1.5');
  const names = components.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['web-tree-sitter', 'tree-sitter-cpp', 'valibot']));
  for (const { purl, licenses, hashes } of components) {
    expect(licenses[0]?.license.id, purl).toMatch(
      /^(MIT|ISC|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|0BSD)$/,
    );
    expect(hashes[0]?.content, purl).toMatch(/^[0-9a-f]{128}$/);
  }
});

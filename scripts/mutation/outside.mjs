/** What the bundled tests ask of the world outside: as it is, but what cannot change is worked out once. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Headers that the programs include: with others, g++ may answer otherwise. */
const HEADERS = ['test/acl/include', 'test/rules/support/include'];

/** Gives modules by name, for a copy of the project in `root`. Answers of g++ are kept in `folder` from run to run. */
export function outside(root, folder) {
  const require = createRequire(join(root, 'package.json'));
  const cache = { root, folder, headers: hashOf(HEADERS.map((headers) => textsUnder(join(root, headers)))) };
  mkdirSync(folder, { recursive: true });
  const own = {
    'web-tree-sitter': parserOf(require('web-tree-sitter')),
    'node:child_process': { spawnSync: (...call) => remembered(cache, call) },
  };
  return (name) => own[name] ?? require(name);
}

/** A grammar that is loaded again would take memory of the runtime that it never gives back. */
let language;

function parserOf(module) {
  const Language = { load: (bytes) => (language ??= module.Language.load(bytes)) };
  return { ...module, Language };
}

function textsUnder(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'utf8')]);
}

function hashOf(value) {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

/** Programs that are compiled are the tests' own, or what fixes make of them: most are the same for each mutant. */
function remembered({ root, folder, headers }, [command, args, options]) {
  const given = args.map((arg) => arg.replace(root, ''));
  const file = join(folder, `${hashOf([headers, command, given, options.input])}.json`);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    const { status, stderr, error } = spawnSync(command, args, options);
    if (!error) writeFileSync(file, JSON.stringify({ status, stderr }));
    return { status, stderr, error };
  }
}

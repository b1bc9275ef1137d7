/**
 * Loads a bundle with the code that V8 has made of it in an earlier run, which is a third of a short run. From Node 22 on
 * Node keeps it itself (`module.enableCompileCache`); this is for those before. What is kept lies in the user's cache folder,
 * and only a file of this user that nobody else may write is taken: what it holds is run.
 */
import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import Module, { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import { Script } from 'node:vm';
import { VERSION } from './version.ts';

type Factory = (
  exports: unknown,
  require: NodeJS.Require,
  module: object,
  file: string,
  folder: string,
) => void;

const OTHERS_MAY_WRITE = 0o022;

function cacheFolder(): string {
  const { env, platform } = process;
  const named = platform === 'win32' ? env['LOCALAPPDATA'] : env['XDG_CACHE_HOME'];
  const usual =
    platform === 'darwin' ? path.join(homedir(), 'Library/Caches') : path.join(homedir(), '.cache');
  return path.join(named !== undefined && path.isAbsolute(named) ? named : usual, 'acl-perf');
}

/** One file for each build, Node and place: another is never met. */
function keptFile(bundle: string): string {
  const { size, mtimeMs } = statSync(bundle);
  const key = [process.version, process.arch, VERSION, bundle, size, mtimeMs].join('\n');
  return path.join(cacheFolder(), `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.v8`);
}

function isOwn(file: string): boolean {
  const { uid, mode } = lstatSync(file);
  return process.getuid === undefined || (uid === process.getuid() && (mode & OTHERS_MAY_WRITE) === 0);
}

/** Undefined where nothing is kept, or nothing that may be trusted. */
function readKept(file: string): Buffer | undefined {
  try {
    return isOwn(path.dirname(file)) && isOwn(file) ? readFileSync(file) : undefined;
  } catch {
    return undefined;
  }
}

/** Beyond these, of what older versions left the oldest goes. */
const MOST_KEPT = 4;

function dropOldest(folder: string): void {
  const all = readdirSync(folder)
    .filter((name) => name.endsWith('.v8'))
    .map((name) => path.join(folder, name));
  const newestFirst = all.toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const old of newestFirst.slice(MOST_KEPT)) rmSync(old, { force: true });
}

/** A home that cannot be written to costs a slower start and nothing else. */
function keep(file: string, script: Script): void {
  const folder = path.dirname(file);
  const own = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(own, script.createCachedData(), { flag: 'wx', mode: 0o600 });
    renameSync(own, file);
    dropOldest(folder);
  } catch {
    return;
  }
}

function run(bundle: string, script: Script): unknown {
  const own = new Module(bundle);
  const factory = script.runInThisContext() as Factory;
  factory(own.exports, createRequire(bundle), own, bundle, path.dirname(bundle));
  return own.exports;
}

/** What the bundle exports. Throws what it throws, and what reading it throws. */
export function requireKept(bundle: string): unknown {
  const file = keptFile(bundle);
  const cachedData = readKept(file);
  const source = Module.wrap(readFileSync(bundle, 'utf8'));
  const script = new Script(source, { filename: bundle, ...(cachedData && { cachedData }) });
  // At the end, when what this run has used is compiled too.
  if (!cachedData || script.cachedDataRejected) process.once('exit', () => keep(file, script));
  return run(bundle, script);
}

/** What the two commands need on a fresh machine. Each part is looked for first, so a second call costs nothing. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'node_modules/.installed-lock');
const lock = join(root, 'package-lock.json');

/** Installs the packages of package-lock.json, where they are not installed yet. */
export function ensurePackages() {
  const wanted = readFileSync(lock, 'utf8');
  // npm's own copy of the lock tells of an install by hand.
  const isInstalled =
    existsSync(join(root, 'node_modules/.package-lock.json')) &&
    (!existsSync(stamp) || readFileSync(stamp, 'utf8') === wanted);
  if (isInstalled) return;
  console.log('Installing packages (npm ci) …');
  const options = { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] };
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], options);
  writeFileSync(stamp, wanted);
}

const works = (command, ...parameters) =>
  spawnSync(command, parameters, { stdio: 'ignore' }).error === undefined;

/** Returns why there is no g++, or undefined where there is one. */
export function ensureCompiler() {
  if (works('g++', '--version')) return undefined;
  if (process.getuid?.() !== 0 || !works('apt-get', '--version')) {
    return 'g++ is missing, and only root on Debian can install it here: the examples cannot be compiled';
  }
  const options = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  spawnSync('apt-get', ['update'], options);
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'g++'], options);
  return works('g++', '--version')
    ? undefined
    : 'apt-get could not install g++: the examples cannot be compiled';
}

/** When the commit was made that is packed, in s since 1970; a day of 2020 where there is no history. */
export function commitTime() {
  const { status, stdout } = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' });
  return status === 0 && /^\d+\n$/.test(stdout) ? stdout.trim() : '1600000000';
}

/** Runs one of the project's scripts and shows what it prints. Returns its exit status. */
export function runScript(...parameters) {
  return spawnSync(process.execPath, parameters, { cwd: root, stdio: 'inherit' }).status ?? 1;
}

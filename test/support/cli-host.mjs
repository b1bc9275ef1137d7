/**
 * Does one run of the command line after the other, as its parent asks: most of a run is its loading. Each begins with the
 * program's own script anew, in the folder, environment and arguments that it is given, and with streams of its own; what
 * the commands need is loaded once. `node cli-host.mjs <acl-perf.cjs>`.
 */
import { Buffer } from 'node:buffer';
import { createRequire } from 'node:module';
import { Writable } from 'node:stream';

const require = createRequire(import.meta.url);
const [, , script] = process.argv;

/** Puts another stream in the place of one of the process; returns what has been written to it. */
function collected(name) {
  const parts = [];
  const write = (part, _encoding, done) => {
    parts.push(part);
    done();
  };
  Object.defineProperty(process, name, { configurable: true, value: new Writable({ write }) });
  return () => Buffer.concat(parts).toString();
}

function takePlace({ args, cwd, env }) {
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) if (!(name in env)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, env);
  process.argv = [process.execPath, script, ...args];
}

async function run(asked) {
  takePlace(asked);
  const [stdout, stderr] = [collected('stdout'), collected('stderr')];
  Reflect.deleteProperty(require.cache, script);
  await require(script).over;
  return { status: process.exitCode, stdout: stdout(), stderr: stderr() };
}

process.on('message', (asked) => {
  run(asked).then((result) => process.send(result));
});

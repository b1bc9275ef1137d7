/** What the commands do is in the server's bundle; this loads it as quickly as Node can. */
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type * as Commands from './commands/index.ts';
import { requireKept } from './kept-code.ts';

const keepsItself = 'enableCompileCache' in Module || process.env['NODE_DISABLE_COMPILE_CACHE'] === '1';

/** `folder` is that of the bundle, `dist/cli`. */
export function loadCommands(folder: string): typeof Commands {
  // The parser's modules are to be compiled once and quickly: a run is over before a better code has paid. First of all, as
  // code that was made under other flags is not taken again.
  setFlagsFromString('--liftoff-only');
  const bundle = path.join(folder, '../server/node.cjs');
  const all = keepsItself ? createRequire(bundle)(bundle) : requireKept(bundle);
  return (all as { commands: typeof Commands }).commands;
}

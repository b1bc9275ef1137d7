/** The parser's WebAssembly modules, which stand beside the server's bundle. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { CliError, fileProblem } from './failure.ts';
import { message } from './messages.ts';

/** To be compiled once and quickly: a run is over before a better code has paid. `folder` is that of the bundle, `dist/cli`. */
export function readWasm(folder: string): { runtime: Uint8Array; grammar: Uint8Array } {
  setFlagsFromString('--liftoff-only');
  const read = (name: string): Uint8Array => {
    const file = path.join(folder, '..', 'server', name);
    try {
      return readFileSync(file);
    } catch (error) {
      const what = message('in-file', { file, what: fileProblem(error) });
      throw new CliError('incomplete', { what });
    }
  };
  return { runtime: read('web-tree-sitter.wasm'), grammar: read('tree-sitter-cpp.wasm') };
}

/** The parser's WebAssembly modules, which stand beside the server's bundle. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CliError, fileProblem } from './failure.ts';

/** `folder` is that of the running bundle, `dist/cli`. */
export function readWasm(folder: string): { runtime: Uint8Array; grammar: Uint8Array } {
  const read = (name: string): Uint8Array => {
    const file = path.join(folder, '..', 'server', name);
    try {
      return readFileSync(file);
    } catch (error) {
      throw new CliError(`the installation is incomplete: ${file}: ${fileProblem(error)}`);
    }
  };
  return { runtime: read('web-tree-sitter.wasm'), grammar: read('tree-sitter-cpp.wasm') };
}

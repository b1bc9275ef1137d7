/** The parser's WebAssembly modules, which stand beside the server's bundle. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CliError, fileProblem } from './failure.ts';
import { message } from './messages.ts';

/** `folder` is one beside the server's, such as `dist/cli`. */
export function readWasm(folder: string): { runtime: Uint8Array; grammar: Uint8Array } {
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

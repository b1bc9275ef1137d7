/** Loads the parser once. Where its two wasm files lie is the host's business: the core gets their bytes. */
import { Language, Parser } from 'web-tree-sitter';

let runtime: Promise<void> | undefined;
let grammar: Promise<Language> | undefined;

/** A parser for C++; all share the grammar, whose memory is never given back. Throws what WebAssembly throws when the bytes are no module. */
export async function loadParser(runtimeWasm: Uint8Array, grammarWasm: Uint8Array): Promise<Parser> {
  runtime ??= Parser.init({ wasmBinary: runtimeWasm });
  await runtime;
  const parser = new Parser();
  grammar ??= Language.load(grammarWasm);
  parser.setLanguage(await grammar);
  // The first parse compiles the grammar's code: better now than in the first file's time.
  parser.parse('int main() { return 0; }')?.delete();
  return parser;
}

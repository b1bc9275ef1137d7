/** Loads the parser once. Where its two wasm files lie is the host's business: the core gets their bytes. */
import { Language, Parser } from 'web-tree-sitter';

let runtime: Promise<void> | undefined;

/** A parser for C++. Throws what WebAssembly throws when the bytes are no module. */
export async function loadParser(runtimeWasm: Uint8Array, grammarWasm: Uint8Array): Promise<Parser> {
  runtime ??= Parser.init({ wasmBinary: runtimeWasm });
  await runtime;
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammarWasm));
  return parser;
}

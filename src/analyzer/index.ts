/** The analyzer: files in, programs with their Pipelines and findings out. */
import type { Parser } from 'web-tree-sitter';
import type { Analyzer, AnalyzerOptions } from './analysis.ts';
import { loadParser } from './syntax/load.ts';
import { WorkspaceAnalyzer } from './workspace.ts';

export type { Analyzer, AnalyzerOptions } from './analysis.ts';

/** An analyzer with an empty workspace. Throws what WebAssembly throws when the bytes are no modules. */
export async function createAnalyzer(options: AnalyzerOptions): Promise<Analyzer> {
  const parser: Parser = await loadParser(options.runtimeWasm, options.grammarWasm);
  return new WorkspaceAnalyzer(parser, options.settings ?? {}, options.timing);
}

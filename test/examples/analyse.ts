import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAnalyzer } from '../../src/analyzer/index.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { Session } from '../../src/service/session.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const examples = join(root, 'examples');

/** Folders of examples/ that hold a program. */
export const programs = readdirSync(examples).filter((name) => existsSync(join(examples, name, 'main.cpp')));

export interface MeasuredRow {
  settings: Record<string, number>;
  /** Frames per second; null where the run failed. */
  qps: number | null;
}

export const sourceOf = (example: string): string =>
  readFileSync(join(examples, example, 'main.cpp'), 'utf8');

export function measuredOf(example: string): MeasuredRow[] {
  const text = readFileSync(join(examples, example, 'measured.json'), 'utf8');
  return (JSON.parse(text) as { rows: MeasuredRow[] }).rows;
}

/** A session on the Ascend 310 with one example in it. */
export async function open(example: string): Promise<Session> {
  const wasm = (path: string): Uint8Array => readFileSync(join(root, 'node_modules', path));
  const analyzer = await createAnalyzer({
    runtimeWasm: wasm('web-tree-sitter/web-tree-sitter.wasm'),
    grammarWasm: wasm('tree-sitter-cpp/tree-sitter-cpp.wasm'),
  });
  const session = new Session(analyzer, { profile: loadProfile('ascend310'), parameters: {} });
  session.update({ file: `examples/${example}/main.cpp`, text: sourceOf(example) });
  return session;
}

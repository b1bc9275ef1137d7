/** compile_commands.json: which sources are compiled. */
import * as v from 'valibot';
import { joinPath } from './paths.ts';

const schema = v.array(v.object({ directory: v.optional(v.string(), ''), file: v.string() }));

/** The paths of the sources as the workspace names them; empty where the text is no compilation database. */
export function readCompileCommands(text: string, files: readonly string[]): string[] {
  const parsed = v.safeParse(schema, parseJson(text));
  if (!parsed.success) return [];
  const named = new Set(parsed.output.map(({ directory, file }) => joinPath(directory, file)));
  // A database made elsewhere names absolute paths: what ends alike is the same file.
  return files.filter((file) => named.has(file) || [...named].some((one) => one.endsWith(`/${file}`)));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

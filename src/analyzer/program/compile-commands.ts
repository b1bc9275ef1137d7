/** compile_commands.json: which sources are compiled. */
import * as v from 'valibot';
import { baseName, joinPath } from './paths.ts';
import { push } from './push.ts';

const schema = v.array(v.object({ directory: v.optional(v.string(), ''), file: v.string() }));

/** The paths of the sources as the workspace names them; empty where the text is no compilation database. */
export function readCompileCommands(text: string, files: readonly string[]): string[] {
  const parsed = v.safeParse(schema, parseJson(text));
  if (!parsed.success) return [];
  const named = new Map<string, string[]>();
  for (const { directory, file } of parsed.output) push(named, baseName(file), joinPath(directory, file));
  // A database made elsewhere names absolute paths: what ends alike is the same file.
  return files.filter((file) =>
    named.get(baseName(file))?.some((one) => one === file || one.endsWith(`/${file}`)),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

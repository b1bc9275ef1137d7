/** compile_commands.json: which sources are compiled, and with which flags. */
import * as v from 'valibot';
import { parseJson } from '../../../base/parse-json.ts';
import { commandWords, NO_FLAGS, readFlags, type CompileFlags } from './compile-flags.ts';
import { baseName, joinPath } from '../paths.ts';
import { push } from '../../../base/push.ts';

const schema = v.array(
  v.object({
    directory: v.optional(v.string(), ''),
    file: v.string(),
    arguments: v.optional(v.array(v.string())),
    command: v.optional(v.string()),
  }),
);

interface Entry {
  /** As the database names it: it may have been made elsewhere. */
  path: string;
  flags: CompileFlags;
}

export class CompilationDatabase {
  private readonly named = new Map<string, Entry[]>();
  /** What all entries have alike: it holds for headers, and for sources that are not compiled. */
  readonly shared: CompileFlags;

  /** Empty where the text is no compilation database. */
  constructor(text: string) {
    const parsed = v.safeParse(schema, parseJson(text));
    const entries = parsed.success ? parsed.output : [];
    for (const { directory, file, ...rest } of entries) {
      const words = rest.arguments ?? commandWords(rest.command ?? '');
      const path = joinPath(directory, file);
      push(this.named, baseName(path), { path, flags: inFolder(readFlags(words), directory) });
    }
    this.shared = alike([...this.named.values()].flat().map(({ flags }) => flags));
  }

  /** The flags of a source of the workspace; undefined where it is not compiled. */
  flagsOf(file: string): CompileFlags | undefined {
    // A database made elsewhere names absolute paths: what ends alike is the same file.
    return this.named.get(baseName(file))?.find(({ path }) => path === file || path.endsWith(`/${file}`))
      ?.flags;
  }
}

const inFolder = ({ defines, includes }: CompileFlags, folder: string): CompileFlags => ({
  defines,
  includes: includes.map((one) => joinPath(folder, one)),
});

function alike([first = NO_FLAGS, ...others]: readonly CompileFlags[]): CompileFlags {
  return {
    defines: new Map(
      [...first.defines].filter(([name, value]) =>
        others.every(({ defines }) => defines.get(name) === value),
      ),
    ),
    includes: first.includes.filter((one) => others.every(({ includes }) => includes.includes(one))),
  };
}

/** The sources of the workspace that a database lists, as the workspace names them. */
export const sourcesIn = (database: CompilationDatabase, files: readonly string[]): string[] =>
  files.filter((file) => database.flagsOf(file) !== undefined);

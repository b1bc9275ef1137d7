/** c_cpp_properties.json, with which VS Code's C++ extension is told of macros and headers. */
import { parse } from 'jsonc-parser';
import * as v from 'valibot';
import { define, defineStandard, type CompileFlags } from './compile-flags.ts';
import { joinPath } from '../paths.ts';

const strings = v.optional(v.array(v.string()), []);
const schema = v.object({
  configurations: v.array(
    v.object({
      name: v.optional(v.string(), ''),
      defines: strings,
      includePath: strings,
      cppStandard: v.optional(v.string(), ''),
    }),
  ),
});

/**
 * The flags of the configuration for Linux, on which programs for a device run, else of the first; undefined where the
 * text is none.
 * @param folder that `${workspaceFolder}` stands for.
 */
export function readCppProperties(text: string, folder: string): CompileFlags | undefined {
  const parsed = v.safeParse(schema, parse(text) as unknown);
  const all = parsed.success ? parsed.output.configurations : [];
  const chosen = all.find(({ name }) => name === 'Linux') ?? all[0];
  if (!chosen) return undefined;
  const defines = new Map<string, string | undefined>();
  defineStandard(chosen.cppStandard, defines);
  for (const one of chosen.defines) define(one, defines);
  const includes = chosen.includePath.map((one) =>
    joinPath(folder, one.replace(/^\$\{workspace(?:Folder|Root)\}\/?/, '').replace(/\/\*+$/, '')),
  );
  return { defines, includes };
}

/** An expert's reading of applications, one JSON file each. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';

const place = v.object({ file: v.string(), line: v.number() });

const schema = v.object({
  repo: v.string(),
  app_root: v.string(),
  files: v.array(v.string()),
  findings: v.array(
    v.object({
      rule: v.string(),
      file: v.string(),
      line: v.number(),
      confidence: v.optional(v.string(), 'sure'),
    }),
  ),
  not_findings: v.array(v.object({ rule: v.string(), file: v.string(), line: v.number() })),
  structure: v.object({
    threads: v.array(v.object({ entry: v.string(), created_at: place })),
    streams: v.array(v.object({ var: v.string(), created_at: place })),
    frame_loops: v.array(
      v.object({
        file: v.string(),
        line: v.number(),
        function: v.string(),
        stages_in_order: v.array(v.string()),
      }),
    ),
    models: v.array(v.object({ path_or_expr: v.string(), load: v.nullable(place) })),
  }),
});

export type Label = v.InferOutput<typeof schema> & { name: string };

/** Reads every label of a folder. Throws with the file's name where one is malformed. */
export async function readLabels(folder: string): Promise<Label[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    names.map(async (name) => {
      const parsed = v.safeParse(schema, JSON.parse(await readFile(join(folder, name), 'utf8')));
      if (!parsed.success)
        throw new Error(`${name}: ${parsed.issues.map((issue) => issue.message).join('; ')}`);
      return { ...parsed.output, name: name.replace(/\.json$/, '') };
    }),
  );
}

/** CMakePresets.json: the cache variables with which a project is configured. */
import * as v from 'valibot';
import { parseJson } from '../../../base/parse-json.ts';

const value = v.union([
  v.string(),
  v.boolean(),
  v.null(),
  v.object({ value: v.union([v.string(), v.boolean()]) }),
]);
const schema = v.object({
  configurePresets: v.optional(
    v.array(
      v.object({
        name: v.string(),
        hidden: v.optional(v.boolean(), false),
        inherits: v.optional(v.union([v.string(), v.array(v.string())]), []),
        cacheVariables: v.optional(v.record(v.string(), value), {}),
      }),
    ),
    [],
  ),
});
type Preset = NonNullable<v.InferOutput<typeof schema>['configurePresets']>[number];

/** Variables of the first preset that may be chosen, those that it inherits included. Empty where there is none. */
export function readPresets(text: string): ReadonlyMap<string, string> {
  const parsed = v.safeParse(schema, parseJson(text));
  const presets = parsed.success ? parsed.output.configurePresets : [];
  const byName = new Map(presets.map((preset) => [preset.name, preset]));
  const first = presets.find(({ hidden }) => !hidden);
  return first ? variablesOf(first, byName, new Set()) : new Map();
}

/** What stands first in `inherits` goes before what follows, and the preset's own before both. */
function variablesOf(
  preset: Preset,
  byName: ReadonlyMap<string, Preset>,
  seen: Set<Preset>,
): ReadonlyMap<string, string> {
  if (seen.has(preset)) return new Map();
  seen.add(preset);
  const bases = [preset.inherits].flat().toReversed();
  const inherited = bases.flatMap((name) => {
    const base = byName.get(name);
    return base ? [...variablesOf(base, byName, seen)] : [];
  });
  return new Map([
    ...inherited,
    ...Object.entries(preset.cacheVariables).map(([name, one]) => [name, plain(one)] as const),
  ]);
}

function plain(one: v.InferOutput<typeof value>): string {
  if (typeof one === 'object') return one === null ? '' : plain(one.value);
  return typeof one === 'boolean' ? (one ? 'ON' : 'OFF') : one;
}

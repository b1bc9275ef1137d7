/** In which modes the program comes to a place. */
import type { Parameter } from '../../../pipeline/pipeline.ts';
import type { SourceRange } from '../../../pipeline/source.ts';
import type { ModeChoice } from '../../finding.ts';
import { holdsAt, type ModeTest } from '../../trace/modes.ts';
import type { TraceNode } from '../../trace/nodes.ts';

/** By place, the modes of those that the program does not come to by default. */
export function unusualModes(
  nodes: readonly TraceNode[],
  parameters: readonly Parameter[],
): ReadonlyMap<string, ModeChoice[]> {
  const byName = new Map(parameters.map((one) => [one.name, one]));
  const found = new Map<string, ModeChoice[]>();
  const usual = new Set<string>();
  for (const { range, when = [] } of nodes) {
    const choices = when.flatMap((test) => unusualChoice(test, byName.get(test.mode)));
    if (choices.length) found.set(keyOf(range), choices);
    else usual.add(keyOf(range));
  }
  for (const key of usual) found.delete(key);
  return found;
}

export const keyOf = ({ file, line, column }: SourceRange): string =>
  `${file}:${String(line)}:${String(column)}`;

/** What a test asks for that does not hold by default. */
function unusualChoice(test: ModeTest, parameter: Parameter | undefined): ModeChoice[] {
  if (!parameter || holdsAt(test, parameter.value)) return [];
  const { choices = [] } = parameter;
  const value = test.is ? test.value : choices.findIndex((_, at) => at !== test.value);
  return [{ mode: test.mode, value, choice: choices[value] ?? String(value) }];
}

/** Numbers that shape a program and that its source leaves open, where no other unknown speaks of them. */
import type { Pipeline, Unknown } from '../pipeline/pipeline.ts';
import { parametersInUse } from './parameters.ts';

export function openParameters(pipeline: Pipeline): Unknown[] {
  const told = new Set(pipeline.unknowns.map(({ parameter }) => parameter));
  return parametersInUse(pipeline, {}).flatMap(({ parameter: { name, kind, origin }, role }) => {
    if (kind !== 'open' || role === undefined || told.has(name)) return [];
    return [
      {
        code: `open-${role}`,
        detail: origin.evidence ?? name,
        settle: `--set ${name}=…`,
        parameter: name,
        ...(origin.range === undefined ? {} : { range: origin.range }),
      },
    ];
  });
}

import type { Settings } from './evaluate.ts';
import type { Parameter, Pipeline } from './pipeline.ts';

/** Whether the parameter's own value is a guess that stands in for what the source leaves to run time. */
export function isAssumed({ kind, origin }: Parameter): boolean {
  return kind === 'open' && origin.kind !== 'user' && origin.kind !== 'comment';
}

/** Parameters whose value is a guess, those that are set left out. */
export function assumedParameters(pipeline: Pipeline, set: Settings = {}): Parameter[] {
  return pipeline.parameters.filter(
    (parameter) => isAssumed(parameter) && !Object.hasOwn(set, parameter.name),
  );
}

export function assumedNames(pipeline: Pipeline, set: Settings = {}): Set<string> {
  return new Set(assumedParameters(pipeline, set).map(({ name }) => name));
}

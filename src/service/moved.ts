/** A prediction of a pipeline whose steps have moved in the source, as an edit above them makes it: same figures, new lines. */
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { SourceRange } from '../pipeline/source.ts';
import type { Prediction } from '../sim/prediction.ts';

/** Sources of all parts, in the order in which the value holds them: equal contents hold them in equal order. */
export function sourcesOf(pipeline: Pipeline): SourceRange[] {
  const found: SourceRange[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'source' || key === 'createdAt') found.push(inner as SourceRange);
      else visit(inner);
    }
  };
  visit(pipeline);
  return found;
}

const placeOf = ({ file, line, column }: SourceRange): string => `${file}\n${line}:${column}`;

/** Undefined where the prediction cannot be moved and has to be made anew. */
export function moved(
  prediction: Prediction,
  from: SourceRange[],
  to: SourceRange[],
): Prediction | undefined {
  if (from.length !== to.length) return undefined;
  const places = new Map(from.map((source, i) => [placeOf(source), to[i]]));
  const criticalPath = prediction.criticalPath.map((step) => {
    const source = step.source && places.get(placeOf(step.source));
    return source ? { ...step, source } : step;
  });
  return { ...prediction, criticalPath };
}

/** Pipelines in one line, for tests that compare what threads do. */
import { evaluate } from '../../src/pipeline/evaluate.ts';
import type { Pipeline, Step } from '../../src/pipeline/pipeline.ts';
import type { Quantity } from '../../src/pipeline/quantity.ts';

/** Threads that submit with what they do, and how many streams they use: `2 × forever(64 aclmdlExecuteAsync, wait); 2 streams`. */
export function shapeOf(pipeline: Pipeline): string {
  const values = Object.fromEntries(pipeline.parameters.map((one) => [one.name, one.value]));
  const amount = (times: Quantity | 'forever') => (times === 'forever' ? times : evaluate(times, values));
  const shown = (steps: readonly Step[]): string =>
    steps
      .map((step) => {
        if (step.kind === 'repeat') return `${amount(step.times)}(${shown(step.body)})`;
        return step.kind === 'submit' ? step.call : step.kind;
      })
      .join(', ');
  const used = new Map<string, number>();
  const threads = pipeline.threads.flatMap(({ replicas, program }) => {
    const text = shown(program);
    if (!/acl/.test(text)) return [];
    for (const [, id] of JSON.stringify(program).matchAll(/"stream":\{"id":"(\w+)"/g))
      used.set(id ?? '', (used.get(id ?? '') ?? 0) + Number(amount(replicas)));
    return `${amount(replicas)} × ${text}`;
  });
  const streams = pipeline.streams.reduce((sum, { id, scope, count }) => {
    const users = used.get(id) ?? 0;
    return sum + Number(amount(count ?? 1)) * (scope === 'thread' ? users : Math.min(1, users));
  }, 0);
  return `${threads.join(' | ')}; ${streams} streams`;
}

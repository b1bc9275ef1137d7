/** Where quantities stand in a Pipeline. */
import type { Pipeline, Reference, Step } from './pipeline.ts';
import type { Quantity } from './quantity.ts';
import { walk } from './walk.ts';

type Found = (Quantity | undefined)[];

/** Every quantity of the Pipeline: what its parameters can change. */
export function quantitiesOf(pipeline: Pipeline): Quantity[] {
  const { processes, devices, arrivals, streams, queues, models, buffers, threads } = pipeline;
  const found: Found = [
    processes,
    devices,
    arrivals?.rate,
    arrivals?.sources,
    arrivals?.burst,
    ...streams.map((stream) => stream.count),
    ...queues.flatMap(({ capacity, initial }): Found => [capacity, initial]),
    ...models.flatMap((one): Found => {
      const { batch, milliseconds, inputBytes, outputBytes, weightBytes, workBytes } = one;
      return [batch, milliseconds, inputBytes, outputBytes, weightBytes, workBytes];
    }),
    ...buffers.flatMap(({ bytes, count }): Found => [bytes, count]),
    ...threads.flatMap(({ replicas, program }): Found => [replicas, ...[...walk(program)].flatMap(ofStep)]),
  ];
  return found.filter((quantity) => quantity !== undefined);
}

/** Those of the step itself, not of the steps inside it. */
function ofStep(step: Step): Found {
  return [...amountsOf(step), ...referencesOf(step).flatMap(indicesOf)];
}

function indicesOf(reference: Reference | undefined): Found {
  return [reference, ...(reference?.turns ?? [])].map((one) => one?.index);
}

function amountsOf(step: Step): Found {
  switch (step.kind) {
    case 'submit': {
      const { bytes, pixels, pictures, milliseconds } = step.work;
      return [bytes, pixels, pictures, milliseconds, step.completes];
    }
    case 'repeat':
      return step.times === 'forever' ? [] : [step.times];
    case 'host':
      return [step.milliseconds];
    case 'allocate':
    case 'free':
      return [step.bytes];
    case 'branch':
      return [step.share];
    case 'enqueue':
    case 'dequeue':
      return [step.pollMs, step.atMost, step.withinMs];
    default:
      return [];
  }
}

function referencesOf(step: Step): (Reference | undefined)[] {
  switch (step.kind) {
    case 'submit':
    case 'callback':
      return [step.stream];
    case 'wait':
      return [step.target];
    case 'record':
    case 'streamWait':
    case 'resetEvent':
      return [step.event, step.stream];
    default:
      return [];
  }
}

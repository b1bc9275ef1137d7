/** The steps of a thread as parts of code: the calls of the runtime themselves. */
import type { Step, SubmitStep } from '../../../src/pipeline/pipeline.ts';
import type { Part } from './calls.ts';
import { block, type Code } from './code.ts';
import { handles } from './handles.ts';
import type { Request } from './lane.ts';
import { loops } from './loops.ts';
import type { Access } from './owners.ts';
import { queues } from './queues.ts';

interface Names extends Request {
  access: Access;
}

/** A part for each step of the frame loop. */
export function partsOf(request: Request, access: Access): Part[] {
  const [loop] = request.lane.thread.program;
  const names: Names = { ...request, access };
  return loop?.kind === 'repeat'
    ? loop.body.map((step) => ({ name: nameOf(step), body: bodyOf(step, names) }))
    : [];
}

const engineNames: Partial<Record<SubmitStep['engine'], string>> = {
  h2d: 'upload',
  jpegd: 'decode',
  vpc: 'resize',
  d2d: 'merge',
  aicore: 'infer',
  d2h: 'download',
};

function nameOf(step: Step): string {
  if (step.kind === 'submit') return engineNames[step.engine] ?? step.engine;
  if (step.kind === 'repeat') return step.body.length > 1 ? 'each_frame' : step.body.map(nameOf).join('_');
  if (step.kind === 'wait') return 'finish';
  return step.kind === 'enqueue' ? 'hand_over' : 'take';
}

function bodyOf(step: Step, names: Names): Code[] {
  switch (step.kind) {
    case 'submit':
      return inSlot(
        names,
        holderOf(step, names),
        [call(step, names)].flatMap((e) => names.errors.call(e)),
      );
    case 'repeat':
      return repeated(step.body, names);
    case 'wait':
      return names.errors.call(`aclrtSynchronizeStream(${stream(names)})`);
    case 'enqueue':
      return [
        block('', [
          `^frame $item;`,
          ...fill(names),
          ...(queues[names.style.queue]?.push('$frames', '$item') ?? []),
        ]),
      ];
    case 'dequeue':
      return [block('', [...(queues[names.style.queue]?.pop('$frames', '$item') ?? []), '(void)$item;'])];
    default:
      throw new Error(`no code for a step of kind ${step.kind}`);
  }
}

const get = (names: Names, target: string): string => handles[names.style.handle]?.get(target) ?? target;
const stream = (names: Names): string => get(names, names.access.member('stream'));

const fill = (names: Names): Code[] => [
  `$item.$data = ${get(names, `${names.access.member('slot')}[0].$resized`)};`,
  `$item.$bytes = ${names.number('net_width')} * ${names.number('net_height')} * 3 / 2;`,
];

/** A step without a loop works on the only slot there is. */
const inSlot = ({ access, lane }: Names, holder: 'slot' | 'batch', body: Code[]): Code[] => [
  block('', [`^${lane.role}_${holder} &$${holder} = ${access.member(holder)}[0];`, ...body]),
];

function holderOf(step: Step, { lane }: Names): 'slot' | 'batch' {
  const perBatch = step.kind === 'submit' && ['aicore', 'd2h'].includes(step.engine);
  return perBatch && lane.batch > 1 ? 'batch' : 'slot';
}

function repeated(steps: Step[], names: Names): Code[] {
  const { lane, access, number, style, errors } = names;
  const [first] = steps;
  if (!first) return [];
  const holder = holderOf(first, names);
  const depth = number(`${lane.role}_depth`);
  const count = holder === 'batch' ? `${depth} / ${number(`${lane.role}_batch`)}` : depth;
  const body = steps.flatMap((step) => (step.kind === 'submit' ? errors.call(call(step, names)) : []));
  const elements = {
    container: access.member(holder),
    count,
    type: `^${lane.role}_${holder}`,
    name: `$${holder}`,
  };
  return loops[style.loop]?.over(elements, body) ?? [];
}

/** The call of the runtime that a step is. */
function call(step: SubmitStep, names: Names): string {
  const { access, number, lane } = names;
  const slot = (name: string): string => `$slot.$${name}`;
  const holder = `$${holderOf(step, names)}`;
  const net = `${number('net_width')} * ${number('net_height')} * 3 / 2`;
  const on = step.mode === 'async' ? `, ${stream(names)}` : '';
  switch (step.engine) {
    case 'h2d': {
      const jpeg = lane.engines.has('jpegd');
      const bytes = jpeg ? number('jpeg_bytes') : net;
      const target = get(names, slot(jpeg ? 'jpeg' : 'input'));
      return `${step.call}(${target}, ${bytes}, $host_data, ${bytes}, ACL_MEMCPY_HOST_TO_DEVICE${on})`;
    }
    case 'jpegd':
      return `${step.call}(${access.member('channel')}, ${get(names, slot('jpeg'))}, ${number('jpeg_bytes')}, ${slot('decoded_picture')}${on})`;
    case 'vpc':
      return `${step.call}(${access.member('channel')}, ${slot('decoded_picture')}, ${slot('resized_picture')}, ${access.member('resize')}${on})`;
    case 'd2d':
      return `${step.call}(${slot('place')}, ${net}, ${get(names, slot('resized'))}, ${net}, ACL_MEMCPY_DEVICE_TO_DEVICE${on})`;
    case 'aicore':
      return `${step.call}(${access.member('model')}, ${holder}.$model_input, ${holder}.$model_output${on})`;
    case 'd2h': {
      const bytes =
        lane.batch > 1
          ? `${number(`${lane.role}_batch`)} * ${number('output_bytes')}`
          : number('output_bytes');
      return `${step.call}(${get(names, `${holder}.$result`)}, ${bytes}, ${get(names, `${holder}.$output`)}, ${bytes}, ACL_MEMCPY_DEVICE_TO_HOST${on})`;
    }
    default:
      throw new Error(`no code for the engine ${step.engine}`);
  }
}

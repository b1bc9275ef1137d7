/** What is written for one lane: its type, how it is made, the function that runs it and the threads. */
import type { Pipeline, RepeatStep, Step } from '../../../src/pipeline/pipeline.ts';
import type { BufferRole, Lane } from '../plan.ts';
import type { Style } from '../style.ts';
import { calls } from './calls.ts';
import { block, section, type Code, type Func, type Section } from './code.ts';
import type { Contexts } from './contexts.ts';
import type { Errors } from './errors.ts';
import { handles, type Held } from './handles.ts';
import { forevers, loops } from './loops.ts';
import { accessOf, owners, type Access } from './owners.ts';
import { partsOf } from './steps.ts';
import { threads } from './threads.ts';

export interface Request {
  pipeline: Pipeline;
  lane: Lane;
  style: Style;
  errors: Errors;
  /** How a number is written where it is used. */
  number(name: string): string;
  context: Contexts;
}

export interface Lanes {
  sections: Section[];
  setup: Code[];
  start: Code[];
  join: Code[];
}

/** A member of a lane or of a slot. */
interface Member {
  type: string;
  name: string;
  array?: string;
}

const chosen = <T>(table: Record<string, T>, name: string): T => {
  const found = table[name];
  if (found === undefined) throw new Error(`no alternative '${name}'`);
  return found;
};

export function laneSections(request: Request): Lanes {
  const { lane, style, errors } = request;
  const owner = chosen(owners, style.own);
  const type = `^${lane.role}_lane`;
  const access = accessOf(owner, type, lane.role);
  const own = members(request);
  const divided = chosen(
    calls,
    style.call,
  )({ parts: partsOf(request, access), access, errors, role: lane.role });
  const count = lane.replicas > 1 ? request.number(`${lane.role}_count`) : '1';
  const lanes = `$${lane.role}_lanes`;
  const declared = owner.declare(type, count, lanes);
  const work: Func = {
    result: errors.result,
    name: `@${lane.role}_main`,
    parameters: owner.inThread ? 'int $number' : access.parameter,
    body: workBody(request, divided, access, type, owner.inThread === true),
  };
  const started = startLanes(request, work.name, owner, type, lanes, count);
  return {
    sections: [
      section(`${lane.role}_lane`, {
        header: [
          ...slotTypes(request),
          ...(owner.struct ? [laneType(type, own)] : []),
          ...(owner.support?.(type) ?? []),
        ],
        variables: [
          ...(owner.struct
            ? []
            : own.map((m) => ({
                type: m.type,
                name: `$${lane.role}_${m.name.slice(1)}s`,
                array: `[${count}]${m.array ?? ''}`,
              }))),
          ...(declared.global ? [declared.global] : []),
        ],
        functions: [initOf(request, access)],
      }),
      section(`${lane.role}_work`, {
        header: divided.types,
        functions: [...divided.functions, work, ...(started.functions ?? [])],
      }),
      ...(started.types ? [section(`${lane.role}_threads`, { header: started.types })] : []),
    ],
    setup: [...(declared.local ?? []), ...(owner.inThread ? [] : [initAll(request, owner, lanes, count)])],
    start: started.start,
    join: started.join,
  };
}

function laneType(type: string, own: Member[]): Code {
  return block(
    `struct ${type}`,
    [
      ...own.map(
        (m) =>
          `${m.type}${m.name}${m.array ?? ''}${m.type.endsWith('*') || m.type === 'uint32_t ' ? '{}' : ''};`,
      ),
      'int $number = 0;',
    ],
    ';',
  );
}

/** Handles are what the choice `handle` says; the rest is the runtime's own. */
function members(request: Request): Member[] {
  const { lane, style, number } = request;
  const handle = chosen(handles, style.handle);
  const dvpp = lane.engines.has('jpegd') || lane.engines.has('vpc');
  const counted = (role: string): string => (lane.depth > 1 ? number(`${role}_depth`) : '1');
  const batches = `${counted(lane.role)} / ${lane.batch > 1 ? number(`${lane.role}_batch`) : '1'}`;
  return [
    ...(lane.usesStream ? [{ type: handle.type('stream'), name: '$stream' }] : []),
    ...(dvpp ? [{ type: 'acldvppChannelDesc *', name: '$channel' }] : []),
    ...(lane.engines.has('vpc') ? [{ type: 'acldvppResizeConfig *', name: '$resize' }] : []),
    ...(lane.model ? [{ type: 'uint32_t ', name: '$model' }] : []),
    ...(slotMembers(request).length > 0
      ? [{ type: `^${lane.role}_slot `, name: '$slot', array: `[${counted(lane.role)}]` }]
      : []),
    ...(lane.batch > 1 ? [{ type: `^${lane.role}_batch `, name: '$batch', array: `[${batches}]` }] : []),
  ];
}

function heldBy(request: Request, roles: BufferRole[]): Member[] {
  const handle = chosen(handles, request.style.handle);
  return roles.flatMap((role) => {
    const buffer = request.lane.buffer(role);
    return buffer ? [{ type: handle.type(buffer.pool as Held), name: `$${role}` }] : [];
  });
}

const modelRoles: BufferRole[] = ['input', 'output', 'result'];

const datasets: Member[] = [
  { type: 'aclmdlDataset *', name: '$model_input' },
  { type: 'aclmdlDataset *', name: '$model_output' },
];

/** What a frame needs. */
function slotMembers(request: Request): Member[] {
  const { lane } = request;
  return [
    ...heldBy(request, ['jpeg', 'decoded', 'resized']),
    ...(lane.engines.has('jpegd') ? [{ type: 'acldvppPicDesc *', name: '$decoded_picture' }] : []),
    ...(lane.engines.has('vpc') ? [{ type: 'acldvppPicDesc *', name: '$resized_picture' }] : []),
    ...(lane.batch > 1 ? [{ type: 'void *', name: '$place' }] : []),
    ...(lane.model && lane.batch === 1 ? [...heldBy(request, modelRoles), ...datasets] : []),
  ];
}

function slotTypes(request: Request): Code[] {
  const { lane } = request;
  const struct = (name: string, own: Member[]): Code =>
    block(
      `struct ${name}`,
      own.map((m) => `${m.type}${m.name}${m.type.endsWith('*') ? ' = nullptr' : ''};`),
      ';',
    );
  return [
    ...(slotMembers(request).length > 0 ? [struct(`^${lane.role}_slot`, slotMembers(request))] : []),
    ...(lane.batch > 1 ? [struct(`^${lane.role}_batch`, [...heldBy(request, modelRoles), ...datasets])] : []),
  ];
}

function initOf(request: Request, access: Access): Func {
  const { lane, errors, style } = request;
  const handle = chosen(handles, style.handle);
  const dvpp = lane.engines.has('jpegd') || lane.engines.has('vpc');
  const body: Code[] = [
    ...(lane.usesStream ? handle.create('stream', access.member('stream'), '', errors) : []),
    ...(dvpp
      ? [
          `${access.member('channel')} = acldvppCreateChannelDesc();`,
          ...errors.call(`acldvppCreateChannel(${access.member('channel')})`),
        ]
      : []),
    ...(lane.engines.has('vpc') ? [`${access.member('resize')} = acldvppCreateResizeConfig();`] : []),
    ...(lane.model
      ? errors.call(`aclmdlLoadFromFile("${lane.model.path ?? ''}", &${access.member('model')})`)
      : []),
    ...initSlots(request, access),
  ];
  return {
    result: errors.result,
    name: `@${lane.role}_init`,
    parameters: access.parameter,
    body: errors.around ? errors.around(body) : [...body, ...errors.done],
  };
}

function initSlots(request: Request, access: Access): Code[] {
  const { lane, number, style } = request;
  const loop = chosen(loops, style.loop);
  const slot = slotBody(request);
  if (slot.length === 0) return [];
  if (lane.depth === 1)
    return [block('', [`^${lane.role}_slot &$slot = ${access.member('slot')}[0];`, ...slot])];
  const count = number(`${lane.role}_depth`);
  const over = (name: string, n: string, body: Code[]) =>
    loop.over(
      { container: access.member(name), count: n, type: `^${lane.role}_${name}`, name: `$${name}` },
      body,
    );
  if (lane.batch === 1) return over('slot', count, slot);
  const batch = number(`${lane.role}_batch`);
  const handle = chosen(handles, style.handle);
  const input = handle.get(`${access.member('batch')}[$k / ${batch}].$input`);
  const place = `static_cast<uint8_t *>(${input}) + $k % ${batch} * (${pictureBytes(request, 'net')})`;
  return [
    ...over('batch', `${count} / ${batch}`, modelBody(request, '$batch', `${batch} * `)),
    ...over('slot', count, slot),
    block(`for (int $k = 0; $k < ${count}; $k++)`, [`${access.member('slot')}[$k].$place = ${place};`]),
  ];
}

const pictureBytes = ({ number }: Request, of: 'picture' | 'net'): string =>
  `${number(`${of}_width`)} * ${number(`${of}_height`)} * 3 / 2`;

function slotBody(request: Request): Code[] {
  const { lane, number, style, errors } = request;
  const handle = chosen(handles, style.handle);
  const make = (role: BufferRole, bytes: string): Code[] => {
    const buffer = lane.buffer(role);
    return buffer ? handle.create(buffer.pool as Held, `$slot.$${role}`, bytes, errors) : [];
  };
  const describe = (role: 'decoded' | 'resized', of: 'picture' | 'net'): Code[] =>
    lane.buffer(role)
      ? [
          `$slot.$${role}_picture = @make_picture(${handle.get(`$slot.$${role}`)}, ${number(`${of}_width`)}, ${number(`${of}_height`)});`,
        ]
      : [];
  return [
    ...make('jpeg', number('jpeg_bytes')),
    ...make('decoded', pictureBytes(request, 'picture')),
    ...make('resized', pictureBytes(request, 'net')),
    ...describe('decoded', 'picture'),
    ...describe('resized', 'net'),
    ...(lane.model && lane.batch === 1 ? modelBody(request, '$slot', '') : []),
  ];
}

function modelBody(request: Request, holder: string, times: string): Code[] {
  const { lane, number, style, errors } = request;
  const handle = chosen(handles, style.handle);
  const make = (role: BufferRole, bytes: string): Code[] => {
    const buffer = lane.buffer(role);
    return buffer ? handle.create(buffer.pool as Held, `${holder}.$${role}`, bytes, errors) : [];
  };
  const input = `${times}(${pictureBytes(request, 'net')})`;
  const output = `${times}${number('output_bytes')}`;
  const source = handle.get(`${holder}.$${lane.buffer('input') ? 'input' : 'resized'}`);
  return [
    ...make('input', input),
    ...make('output', output),
    ...make('result', output),
    `${holder}.$model_input = @make_dataset(${source}, ${input});`,
    `${holder}.$model_output = @make_dataset(${handle.get(`${holder}.$output`)}, ${output});`,
  ];
}

interface Divided {
  setup: Code[];
  calls: Code[];
}

function workBody(
  request: Request,
  divided: Divided,
  access: Access,
  type: string,
  inThread: boolean,
): Code[] {
  const { lane, errors, style, context } = request;
  const [loop] = lane.thread.program;
  if (loop?.kind !== 'repeat') throw new Error(`the program of ${lane.role} is no loop`);
  const round = loopOver(request, loop, divided.calls, style);
  const body: Code[] = [
    ...(lane.thread.kind === 'main' ? [] : context.enter(errors)),
    ...(inThread
      ? [
          `${type} $lane;`,
          '$lane.$number = $number;',
          ...errors.own(`@${lane.role}_init(${access.argument})`),
        ]
      : []),
    ...divided.setup,
    ...round,
  ];
  const ended = errors.around ? errors.around(body) : [...body, ...errors.done];
  return errors.aroundThread && lane.thread.kind !== 'main' ? errors.aroundThread(ended) : ended;
}

function loopOver(request: Request, loop: RepeatStep, body: Code[], style: Style): Code[] {
  if (loop.times === 'forever') return chosen(forevers, style.forever)(body);
  return chosen(loops, style.loop).times(request.number(`${request.lane.role}_rounds`), body);
}

function initAll(
  { errors, lane }: Request,
  owner: (typeof owners)[string],
  lanes: string,
  count: string,
): Code {
  return block(
    `for (int $n = 0; $n < ${count}; ++$n)`,
    errors.own(`@${lane.role}_init(${owner.element(lanes, '$n')})`),
  );
}

function startLanes(
  request: Request,
  work: string,
  owner: (typeof owners)[string],
  type: string,
  lanes: string,
  count: string,
) {
  const { lane, style, errors } = request;
  if (lane.thread.kind === 'main') {
    return { start: errors.own(`${work}(${owner.element(lanes, '0')})`), join: [] as Code[] };
  }
  const pass = owner.inThread ? ('index' as const) : owner.pass;
  const parameter = { index: 'int ', pointer: `${type} *`, reference: `${type} &` }[pass];
  return chosen(
    threads,
    style.threads,
  )({ role: lane.role, work, parameter, pass, count, element: (index) => owner.element(lanes, index) });
}

export type { Step };

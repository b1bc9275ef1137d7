/** A C++ program that does what a Pipeline says, in a style. */
import type { Pipeline } from '../../../src/pipeline/pipeline.ts';
import { lanesOf, numberOf } from '../plan.ts';
import { net, outputBytes, picture } from '../draw.ts';
import { constants } from './constants.ts';
import { block, section, type Code, type Section } from './code.ts';
import { divisions } from './files.ts';
import { formats, print } from './formats.ts';
import { handles, type Held } from './handles.ts';
import { errors as errorChoices } from './errors.ts';
import { laneSections, type Lanes } from './lane.ts';
import { queues } from './queues.ts';
import type { Style } from '../style.ts';
import { contexts } from './contexts.ts';

const standard = [
  'array',
  'atomic',
  'condition_variable',
  'cstdint',
  'cstdio',
  'cstdlib',
  'deque',
  'functional',
  'future',
  'map',
  'memory',
  'mutex',
  'optional',
  'queue',
  'ranges',
  'semaphore',
  'stdexcept',
  'string',
  'thread',
  'utility',
  'vector',
];
const includes: Code[] = [
  ...standard.map((name) => `#include <${name}>`),
  '#include <pthread.h>',
  '#include "acl/acl.h"',
  '#include "acl/ops/acl_dvpp.h"',
];

/** The files of the program, by name. */
export function writeProgram(pipeline: Pipeline, style: Style): Record<string, string> {
  const numbers = numbersOf(pipeline);
  const by = constants[style.const];
  const errors = errorChoices[style.err];
  const divide = divisions[style.files];
  const format = formats[style.fmt];
  const context = contexts[style.context];
  if (!by || !errors || !divide || !format || !context)
    throw new Error(`unknown style ${JSON.stringify(style)}`);
  const number = (name: string): string => by.use(name, numbers.get(name) ?? '0');
  const lanes = lanesOf(pipeline).map((lane) =>
    laneSections({ pipeline, lane, style, errors, number, context }),
  );
  const sections: Section[] = [
    section('constants', { header: by.declare([...numbers]) }),
    supportSection(pipeline, style, number),
    sharedSection(pipeline, style, number),
    ...lanes.flatMap((lane) => lane.sections),
    mainSection(pipeline, style, lanes, number),
  ];
  const files = divide(includes, sections);
  return Object.fromEntries(Object.entries(files).map(([name, code]) => [name, `${print(code, format)}\n`]));
}

/** The numbers that the program names, with what they are written as. */
function numbersOf(pipeline: Pipeline): Map<string, string> {
  const numbers = new Map<string, string>([
    ['jpeg_bytes', String(picture.jpegBytes)],
    ['picture_width', String(picture.width)],
    ['picture_height', String(picture.height)],
    ['net_width', String(net.width)],
    ['net_height', String(net.height)],
    ['output_bytes', String(outputBytes)],
  ]);
  const set = (name: string, value: number): void => void (value > 1 && numbers.set(name, String(value)));
  for (const lane of lanesOf(pipeline)) {
    set(`${lane.role}_count`, lane.replicas);
    set(`${lane.role}_depth`, lane.depth);
    set(`${lane.role}_batch`, lane.batch);
    const [loop] = lane.thread.program;
    if (loop?.kind === 'repeat' && loop.times !== 'forever')
      set(`${lane.role}_rounds`, numberOf(loop.times, 0));
  }
  for (const queue of pipeline.queues) set('queue_capacity', numberOf(queue.capacity, 1));
  set('device_count', numberOf(pipeline.devices, 1));
  return numbers;
}

function supportSection(pipeline: Pipeline, style: Style, number: (name: string) => string): Section {
  const handle = handles[style.handle];
  const held = new Set<Held>(pipeline.buffers.filter((b) => b.id !== 'host').map((b) => b.pool as Held));
  if (pipeline.streams.length > 0) held.add('stream');
  return section('support', {
    header: [
      ...(errorChoices[style.err]?.support ?? []),
      ...[...held].flatMap((one) => handle?.support(one) ?? []),
      ...(pipeline.queues.length > 0
        ? [
            block('struct ^frame', ['void *$data = nullptr;', 'uint32_t $bytes = 0;'], ';'),
            ...(queues[style.queue]?.types(number('queue_capacity')) ?? []),
          ]
        : []),
    ],
    functions: [
      {
        result: 'acldvppPicDesc *',
        name: '@make_picture',
        parameters: 'void *$data, uint32_t $width, uint32_t $height',
        body: pictureBody,
      },
      {
        result: 'aclmdlDataset *',
        name: '@make_dataset',
        parameters: 'void *$data, std::size_t $bytes',
        body: [
          'aclmdlDataset *$dataset = aclmdlCreateDataset();',
          'aclmdlAddDatasetBuffer($dataset, aclCreateDataBuffer($data, $bytes));',
          'return $dataset;',
        ],
      },
    ].filter((f) =>
      f.name === '@make_dataset'
        ? pipeline.models.length > 0
        : pipeline.buffers.some((b) => b.id.endsWith('decoded')),
    ),
  });
}

const pictureBody: Code[] = [
  'acldvppPicDesc *$picture = acldvppCreatePicDesc();',
  'acldvppSetPicDescData($picture, $data);',
  'acldvppSetPicDescFormat($picture, PIXEL_FORMAT_YUV_SEMIPLANAR_420);',
  'acldvppSetPicDescWidth($picture, $width);',
  'acldvppSetPicDescHeight($picture, $height);',
  'acldvppSetPicDescWidthStride($picture, $width);',
  'acldvppSetPicDescHeightStride($picture, $height);',
  'acldvppSetPicDescSize($picture, $width * $height * 3 / 2);',
  'return $picture;',
];

function sharedSection(pipeline: Pipeline, style: Style, number: (name: string) => string): Section {
  const queue = queues[style.queue];
  const capacity = number('queue_capacity');
  return section('shared', {
    variables: [
      { type: 'std::atomic<bool> ', name: '$running', value: '{true}' },
      ...(contexts[style.context]?.variables ?? []),
      ...(pipeline.buffers.some((b) => b.id === 'host')
        ? [{ type: 'void *', name: '$host_data', value: ' = nullptr' }]
        : []),
      ...(queue && pipeline.queues.length > 0
        ? [{ type: queue.type(capacity), name: '$frames', value: queue.value?.(capacity) ?? '' }]
        : []),
    ],
  });
}

function mainSection(
  pipeline: Pipeline,
  style: Style,
  lanes: Lanes[],
  number: (name: string) => string,
): Section {
  const errors = errorChoices[style.err];
  if (!errors) throw new Error(`unknown err ${style.err}`);
  const host = pipeline.buffers.find((b) => b.id === 'host');
  const bytes = host?.bytes === picture.jpegBytes ? number('jpeg_bytes') : netBytes(number);
  const body: Code[] = [
    ...errors.call('aclInit(nullptr)'),
    ...errors.call('aclrtSetDevice(0)'),
    ...(contexts[style.context]?.open(errors) ?? []),
    ...(host ? errors.call(`aclrtMallocHost(&$host_data, ${bytes})`) : []),
    ...lanes.flatMap((lane) => lane.setup),
    ...lanes.flatMap((lane) => lane.start),
    ...lanes.flatMap((lane) => lane.join),
  ];
  const run = {
    result: errors.result,
    name: '@run',
    parameters: '',
    body: errors.around ? errors.around(body) : [...body, ...errors.done],
  };
  return section('main', {
    functions: [run, { result: 'int', name: 'main', parameters: '', body: errors.exit('@run()') }],
  });
}

/** Bytes of a picture as the model takes it. */
export const netBytes = (number: (name: string) => string): string =>
  `${number('net_width')} * ${number('net_height')} * 3 / 2`;

/** The C++ program of a design: what the analyzer reads, and what the user gets. */
import { rateText } from '../labels.ts';
import template from './skeleton.json' with { type: 'json' };
import type { Choices, InputKind, Wish } from './wish.ts';

/** What the head of the file says of the program. */
export interface Predicted {
  qps: number;
  /** Name of the device. */
  device: string;
}

const STAGES: Record<InputKind, string> = {
  jpeg: 'copy, decode, resize and infer',
  camera: 'copy, resize and infer',
  tensor: 'copy and infer',
};

/** Names of constants of the program, by what is chosen. */
export const CONSTANTS = {
  devices: 'DEVICE_COUNT',
  threads: 'THREAD_COUNT',
  batch: 'BATCH_SIZE',
  depth: 'QUEUE_DEPTH',
} satisfies Record<keyof Choices, string>;

/** A name that may stand in a path and in a comment. */
export const plainModelName = (model: string): string =>
  model
    .replace(/^.*[/\\]/, '')
    .replace(/\.\w+$/, '')
    .replace(/[^\w.-]+/g, '_') || 'model';

const LINE = /^\?([\w,]+) (.*)$/s;

export function skeletonOf(wish: Wish, choices: Choices, predicted?: Predicted): string {
  const { input } = wish;
  const lines = template.lines.flatMap((line) => {
    const [, inputs, rest] = LINE.exec(line) ?? [];
    if (inputs === undefined) return [line];
    return inputs.split(',').includes(input) ? [rest ?? ''] : [];
  });
  const values = valuesOf(wish, choices, predicted);
  return `${lines.join('\n')}\n`.replace(/@([A-Z_]+)@/g, (whole, name: string) => values.get(name) ?? whole);
}

function valuesOf(wish: Wish, choices: Choices, predicted: Predicted | undefined): Map<string, string> {
  const { modelMs, input, width, height, bytes, modelWidth, modelHeight } = wish;
  const model = plainModelName(wish.model);
  const constants = (['devices', 'threads', 'batch', 'depth'] as const).map((key): [string, string] => [
    CONSTANTS[key],
    String(choices[key]),
  ]);
  return new Map([
    ...constants,
    ['NAME', model],
    ['STAGES', STAGES[input]],
    ['DEVICES', choices.devices === 1 ? 'one device' : `${choices.devices} devices`],
    ['QPS', predicted === undefined ? 'not' : rateText(predicted.qps)],
    ['DEVICE', predicted?.device ?? 'any device'],
    ['MODEL_PATH', `./model/${model}_bs${choices.batch}.om`],
    ['SAID', `        // acl-perf: model=${model}${modelMs === undefined ? '' : ` cost=${modelMs}ms`}\n`],
    ['WIDTH', String(width)],
    ['HEIGHT', String(height)],
    ['BYTES', String(bytes)],
    ['MODEL_WIDTH', String(modelWidth)],
    ['MODEL_HEIGHT', String(modelHeight)],
  ]);
}

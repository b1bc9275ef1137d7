/** The wish of a plan as a form. */
import * as l10n from '@vscode/l10n';
import { PLAN_LIMITS, USUAL_BATCHES } from '../../server/protocol-plan.ts';
import type { PlanChoices, PlanWish } from '../../server/protocol-plan.ts';
import { button, h, replace } from '../dom.ts';
import { numberOf, optionalNumberOf, pickOf, textOf } from '../parts/fields.ts';

export interface PlanForm {
  element: HTMLElement;
  /** The wish; undefined, and said at its place, where it is none. */
  read(): PlanWish | undefined;
  running(on: boolean): void;
}

function batchesIn(text: string): number[] | undefined {
  const [least, most] = PLAN_LIMITS.batch;
  const all = text
    .split(/[\s,，、]+/)
    .filter((part) => part !== '')
    .map(Number);
  const isGood = all.length > 0 && all.length <= 20;
  return isGood && all.every((one) => Number.isInteger(one) && one >= least && one <= most)
    ? [...new Set(all)].sort((a, b) => a - b)
    : undefined;
}

function fieldsOf({ device, devices, models }: PlanChoices) {
  const { side } = PLAN_LIMITS;
  const positive = [1e-3, 1e9] as const;
  return {
    model: textOf(l10n.t('Model'), 'plan-model', {
      value: models.includes('resnet50') ? 'resnet50' : (models[0] ?? ''),
      wanted: l10n.t('The name of a model is needed.'),
      parse: (text) => (text === '' ? undefined : text),
      options: models,
    }),
    device: pickOf(
      l10n.t('Device'),
      'device',
      devices.map(({ id, name }) => [id, name] as const),
      device,
    ),
    rate: optionalNumberOf(l10n.t('Frames per second, at least'), 'plan-rate', {
      range: positive,
      unit: 'frames/s',
    }),
    p99Ms: optionalNumberOf(l10n.t('Latency (p99, ms), at most'), 'plan-p99', {
      range: positive,
      unit: 'ms',
    }),
    input: pickOf(
      l10n.t('Frames come as'),
      'plan-input',
      [
        ['jpeg', l10n.t('JPEG files')],
        ['camera', l10n.t('raw pictures (YUV420SP)')],
        ['tensor', l10n.t('inputs ready for the model')],
      ],
      'jpeg',
    ),
    width: numberOf(l10n.t('Picture width'), 'plan-width', { range: side, value: 1920 }),
    height: numberOf(l10n.t('Picture height'), 'plan-height', { range: side, value: 1080 }),
    bytes: optionalNumberOf(l10n.t('Bytes of a file or input'), 'plan-bytes', { range: [1, 2 ** 40] }),
    modelWidth: numberOf(l10n.t('Width of the model’s input'), 'plan-model-width', {
      range: side,
      value: 224,
    }),
    modelHeight: numberOf(l10n.t('Height of the model’s input'), 'plan-model-height', {
      range: side,
      value: 224,
    }),
    batches: textOf(l10n.t('Batches of the model'), 'plan-batches', {
      value: USUAL_BATCHES.join(', '),
      wanted: l10n.t('Write whole numbers from 1 to {0}, with commas.', PLAN_LIMITS.batch[1]),
      parse: batchesIn,
    }),
    modelMs: optionalNumberOf(l10n.t('Time of an execution (ms)'), 'plan-cost', {
      range: positive,
      unit: 'ms',
    }),
    mostDevices: numberOf(l10n.t('Devices at most'), 'plan-devices', {
      range: PLAN_LIMITS.devices,
      value: 8,
    }),
  };
}

export function planForm(choices: PlanChoices, submit: () => void): PlanForm {
  const fields = fieldsOf(choices);
  const problem = h('p', { class: 'problem', attributes: { role: 'alert' } });
  const run = button(l10n.t('Plan'), submit, {
    class: 'primary',
    key: 'plan-run',
    attributes: { type: 'submit' },
  });
  const { model, device, rate, p99Ms, input, width, height, ...others } = fields;
  const grid = (shown: readonly { element: HTMLElement }[]): HTMLElement =>
    h('div', { class: 'fields' }, ...shown.map(({ element }) => element));
  const element = h(
    'form',
    { attributes: { novalidate: true, 'aria-label': l10n.t('Plan') } },
    grid([model, device, rate, p99Ms, input, width, height]),
    h('details', {}, h('summary', { key: 'plan-more' }, l10n.t('More')), grid(Object.values(others))),
    h('div', { class: 'controls' }, run),
    problem,
  );
  const sizeShown = (): void => {
    for (const each of [width, height]) each.element.hidden = input.read() === 'tensor';
  };
  input.select.addEventListener('change', sizeShown);
  element.addEventListener('submit', (event) => event.preventDefault());
  return {
    element,
    read() {
      const wish = wishIn(fields, (text) => replace(problem, text));
      if (!wish) goToProblem(element);
      return wish;
    },
    running: (on) => void (run.disabled = on),
  };
}

/** To the first field that is wrong, also where it is folded away. */
function goToProblem(form: HTMLElement): void {
  const wrong = form.querySelector<HTMLElement>('[aria-invalid]');
  const folded = wrong?.closest('details');
  if (folded) folded.open = true;
  wrong?.focus();
}

type Complete<T> = { [K in keyof T]: Exclude<T[K], undefined> };

const isComplete = <T extends object>(read: T): read is T & Complete<T> =>
  Object.values(read).every((value) => value !== undefined);

/** All fields are read, so that each says what is wrong with it. */
const readAll = (fields: ReturnType<typeof fieldsOf>) => ({
  model: fields.model.read(),
  device: fields.device.read(),
  input: fields.input.read(),
  width: fields.width.read(),
  height: fields.height.read(),
  modelWidth: fields.modelWidth.read(),
  modelHeight: fields.modelHeight.read(),
  batches: fields.batches.read(),
  mostDevices: fields.mostDevices.read(),
  bytes: fields.bytes.read(),
  modelMs: fields.modelMs.read(),
  rate: fields.rate.read(),
  p99Ms: fields.p99Ms.read(),
});

function wishIn(fields: ReturnType<typeof fieldsOf>, say: (problem: string) => void): PlanWish | undefined {
  const read = readAll(fields);
  say('');
  if (!isComplete(read)) return undefined;
  const { bytes, modelMs, rate, p99Ms, ...wish } = read;
  const problem = problemOf(read);
  if (problem !== undefined) return void say(problem);
  return {
    ...wish,
    ...(bytes !== null && { bytes }),
    ...(modelMs !== null && { modelMs }),
    ...(rate !== null && { rate }),
    ...(p99Ms !== null && { p99Ms }),
  };
}

interface Given {
  rate: number | null;
  p99Ms: number | null;
  modelMs: number | null;
  batches: readonly number[];
}

/** What is wrong with all of it, though no field is wrong by itself. */
function problemOf({ rate, p99Ms, modelMs, batches }: Given): string | undefined {
  if (rate === null && p99Ms === null)
    return l10n.t('Say what you want: frames per second, a latency, or both.');
  if (modelMs !== null && batches.length > 1)
    return l10n.t('A time is that of one batch: name one batch with it.');
  return undefined;
}

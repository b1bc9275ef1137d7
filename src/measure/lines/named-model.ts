/** The model that a log is of, as its lines name it. */
import { parseModelName } from '../../profile/model-name.ts';
import type { Measurement } from '../measurement.ts';
import { reportedNumber } from '../measurement.ts';
import type { LineContext } from './line.ts';

/** What the log said before of the model that it runs. */
export function modelOf({ memory }: LineContext): { subject: string; batch: number | undefined } {
  const name = memory.get('model');
  return {
    subject: name === undefined ? 'model' : `model ${name}`,
    batch: reportedNumber(memory.get('model batch')),
  };
}

/** What a result file of benchmark, and the line that names it, say of the model. */
const PURE_RESULT = /perf_of_([\w.-]+?)_bs(\d+)_in_device_\d+/;
/** A result file of a whole run, which names the batch alone. */
const WHOLE_RESULT = /perf_[a-z]+_batchsize_(\d+)_device_\d+/i;
const MODEL_FILE = /(?:^|[\s'"=:(,])([^\s'"=:(,]*?[\w-]\.om)\b/;
const BATCH_OPTION = /--?batch[-_]?size[=\s]+(\d+)/i;

function noteModel(name: string, batch: number | undefined, { memory }: LineContext): void {
  memory.set('model', name);
  memory.set('model batch', batch === undefined ? '' : String(batch));
}

/** Lines that name the model tell nothing by themselves; what follows is of it. */
export function readModelName(text: string, context: LineContext): Measurement[] {
  if (notePure(text, context)) return noteBatch(text, context);
  const file = MODEL_FILE.exec(text)?.[1];
  if (file !== undefined) {
    const { tokens, batch } = parseModelName(file);
    if (tokens.length > 0) noteModel(tokens.join(''), batch, context);
  }
  return noteBatch(text, context);
}

function notePure(text: string, context: LineContext): boolean {
  const pure = PURE_RESULT.exec(text);
  if (pure) noteModel(pure[1] ?? '', Number(pure[2]), context);
  return pure !== null;
}

function noteBatch(text: string, context: LineContext): [] {
  const batch = (BATCH_OPTION.exec(text) ?? WHOLE_RESULT.exec(text))?.[1];
  if (batch !== undefined) context.memory.set('model batch', batch);
  return [];
}

/** What a result file of benchmark is called says what is in it, until a line does. */
export function readFileName(context: LineContext): void {
  const name = context.file.replace(/^.*[\\/]/, '');
  notePure(name, context);
  noteBatch(name, context);
}

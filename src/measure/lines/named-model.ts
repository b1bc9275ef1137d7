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
const MODEL_FILE = /(?:^|[\s'"=:(,])([^\s'"=:(,]*?[\w-]\.om)\b/;
const BATCH_OPTION = /--?batch[-_]?size[=\s]+(\d+)/i;

function noteModel(name: string, batch: number | undefined, { memory }: LineContext): void {
  memory.set('model', name);
  memory.set('model batch', batch === undefined ? '' : String(batch));
}

/** Lines that name the model tell nothing by themselves; what follows is of it. */
export function readModelName(text: string, context: LineContext): Measurement[] {
  const pure = PURE_RESULT.exec(text);
  const file = MODEL_FILE.exec(text)?.[1];
  if (pure) noteModel(pure[1] ?? '', Number(pure[2]), context);
  else if (file !== undefined) {
    const { tokens, batch } = parseModelName(file);
    if (tokens.length > 0) noteModel(tokens.join(''), batch, context);
  }
  const option = BATCH_OPTION.exec(text)?.[1];
  if (option !== undefined) context.memory.set('model batch', option);
  return [];
}

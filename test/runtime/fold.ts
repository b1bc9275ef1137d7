/** A long sequence of calls, written short: what repeats is written once, with its count. */
import type { RecordedCall } from './record.ts';

interface Run {
  text: string;
  times: number;
}

/** Longest group of runs that is looked for as a whole. */
const LONGEST = 24;

/** e.g. `15 x { 64 x aclrtMemcpyAsync h2d 75825 B, aclrtSynchronizeStream }`. */
export function fold(calls: readonly RecordedCall[]): string {
  let runs = merged(calls.map((call) => ({ text: textOf(call), times: 1 })));
  for (let length = 2; length <= LONGEST; length++) runs = groups(runs, length);
  return runs.map(shown).join(', ');
}

function textOf({ call, direction, bytes, pixels, stream, model }: RecordedCall): string {
  const details = [
    direction,
    bytes === undefined ? undefined : `${bytes} B`,
    pixels === undefined ? undefined : `${pixels} px`,
    stream === undefined ? undefined : `stream ${stream}`,
    model === undefined ? undefined : `model ${model}`,
  ];
  return [call, ...details.filter((one) => one !== undefined)].join(' ');
}

const shown = ({ text, times }: Run): string => (times === 1 ? text : `${times} x ${text}`);

function merged(runs: readonly Run[]): Run[] {
  const out: Run[] = [];
  for (const run of runs) {
    const last = out.at(-1);
    if (last?.text === run.text) last.times += run.times;
    else out.push({ ...run });
  }
  return out;
}

/** Writes groups of that length that follow each other as one. */
function groups(runs: readonly Run[], length: number): Run[] {
  const texts = runs.map(shown);
  const out: Run[] = [];
  for (let at = 0; at < runs.length;) {
    const times = repeatsAt(texts, at, length);
    const run = runs[at];
    if (times > 1) out.push({ text: `{ ${texts.slice(at, at + length).join(', ')} }`, times });
    else if (run) out.push(run);
    at += times > 1 ? times * length : 1;
  }
  return merged(out);
}

function repeatsAt(texts: readonly string[], at: number, length: number): number {
  let times = 1;
  const same = (offset: number): boolean => {
    for (let i = 0; i < length; i++) if (texts[at + i] !== texts[offset + i]) return false;
    return offset + length <= texts.length;
  };
  while (same(at + times * length)) times++;
  return times;
}

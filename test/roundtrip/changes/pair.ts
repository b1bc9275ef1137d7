/** Two programs that differ in one known way, and what the difference is: simulated from their Pipelines, without their text. */
import type { Gain } from '../../../src/analyzer/finding.ts';
import type { Pipeline } from '../../../src/pipeline/pipeline.ts';
import { loadProfile } from '../../../src/profile/load.ts';
import { changesOf } from '../../../src/service/difference/changes.ts';
import { isNoticeable } from '../../../src/service/gain-text.ts';
import { Predictor } from '../../../src/service/predictor.ts';
import { gainOf } from '../../../src/service/price.ts';
import { drawTrial } from '../cover.ts';
import { pipelineOf } from '../draw.ts';
import type { Random } from '../random.ts';
import type { Trial } from '../trial.ts';
import { run } from '../trial.ts';
import { writeProgram } from '../write/program.ts';
import { changeNames, mutated } from './mutate.ts';

export interface Pair {
  change: string;
  trial: Trial;
  before: Map<string, string>;
  after: Map<string, string>;
  /** Lines of `after`, `file:line`, that were put in beside the change and do nothing. */
  decoys: Set<string>;
  /** From the Pipelines that the programs were written from. */
  truth: Gain;
}

const predictor = new Predictor(loadProfile('ascend310'));

async function truthOf(before: Pipeline, after: Pipeline): Promise<Gain | undefined> {
  const old = await predictor.rate(before, {});
  const now = old && (await predictor.rate(after, {}));
  return old && now && gainOf(old, now);
}

/**
 * So many pairs whose rates differ noticeably, each kind of change in turn. A program that the analyzer is known to read
 * otherwise than it was written is none to judge a comparison by.
 */
export async function drawPairs(random: Random, count: number): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let i = 0; pairs.length < count; i++) {
    const change = changeNames[i % changeNames.length] ?? '';
    const pair = await drawPair(change, random);
    if (pair) pairs.push(pair);
  }
  return pairs;
}

/** Shapes that are drawn until one can be changed so. */
const MOST_DRAWS = 20;

async function drawPair(change: string, random: Random): Promise<Pair | undefined> {
  for (let i = 0; i < MOST_DRAWS; i++) {
    const trial = drawTrial(random);
    const shape = mutated(trial.shape, change, random);
    const changed = shape && { ...trial, shape };
    const truth = changed && (await truthOf(pipelineOf(trial.shape), pipelineOf(changed.shape)));
    if (!truth || !isNoticeable(truth)) continue;
    if (!(await run(trial)).right || !(await run(changed)).right) continue;
    const before = textsOf(trial);
    const { texts, decoys } = withDecoys(before, textsOf(changed), random);
    return { change, trial, before, after: texts, decoys, truth };
  }
  return undefined;
}

const textsOf = ({ shape, style }: Trial): Map<string, string> =>
  new Map(Object.entries(writeProgram(pipelineOf(shape), style)));

const DECOYS = 4;

/** Comments at lines of the later text that are away from all that changed. */
function withDecoys(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>, random: Random) {
  const texts = new Map(after);
  const decoys = new Set<string>();
  const [file, text] = random.pick([...after]);
  const own = changesOf(before, after).filter((change) => change.file === file);
  const lines = text.split('\n');
  const free = lines.map((_, i) => i).filter((i) => i > 0 && isFree(i + 1, lines, own));
  const places = [...new Set(Array.from({ length: DECOYS }, () => random.pick([...free, lines.length - 1])))];
  places.sort((a, b) => a - b);
  for (const [nth, at] of places.entries()) {
    lines.splice(at + nth, 0, `// note ${String(nth)}: nothing to see`);
    decoys.add(`${file}:${String(at + nth + 1)}`);
  }
  texts.set(file, lines.join('\n'));
  return { texts, decoys };
}

/** @param line from 1: what is put before it. */
function isFree(line: number, lines: readonly string[], changes: ReturnType<typeof changesOf>): boolean {
  if (lines[line - 2]?.endsWith('\\')) return false;
  return changes.every(({ newLine, newLines }) => line < newLine - 1 || line > newLine + newLines.length + 1);
}

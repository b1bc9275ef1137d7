/** Is the comparison of a pair right: the sign of the change, and the lines that it names? */
import { loadProfile } from '../../../src/profile/load.ts';
import {
  differenceOf,
  type ComparedSide,
  type ProgramDifference,
} from '../../../src/service/difference/compare.ts';
import { isNoticeable } from '../../../src/service/gain-text.ts';
import { Session } from '../../../src/service/session.ts';
import { analyzerOf } from '../../support/analyzer.ts';
import type { Pair } from './pair.ts';

export interface Judgement {
  pair: Pair;
  difference: ProgramDifference | undefined;
  sign: boolean;
  lines: boolean;
  /** What is wrong, in words. */
  why: string;
}

/** Two for all pairs: a process can load the grammar only so often. */
let shared: Promise<Session[]> | undefined;

const sessions = () =>
  Promise.all(
    [0, 1].map(
      async () => new Session(await analyzerOf({}), { profile: loadProfile('ascend310'), parameters: {} }),
    ),
  );

export async function judge(pair: Pair): Promise<Judgement> {
  const [old, now] = await (shared ??= sessions());
  if (!old || !now) throw new Error('two sessions were made');
  const [before, after] = [sideOf(old, pair.before), sideOf(now, pair.after)];
  try {
    const { programs } = await differenceOf(before, after);
    return judged(pair, programs.length === 1 ? programs[0] : undefined);
  } finally {
    for (const session of [old, now]) for (const file of session.files()) session.remove(file);
  }
}

function sideOf(session: Session, texts: ReadonlyMap<string, string>): ComparedSide {
  for (const [file, text] of texts) session.update({ file, text });
  return {
    session,
    given: new Set(texts.keys()),
    programs: session.programs(),
    findings: session.findings(),
  };
}

function judged(pair: Pair, difference: ProgramDifference | undefined): Judgement {
  const change = difference?.change;
  if (!change) return { pair, difference, sign: false, lines: false, why: 'no change of the rate' };
  const rise = ({ qpsBefore, qpsAfter }: { qpsBefore: number; qpsAfter: number }) => qpsAfter - qpsBefore;
  const sign = Math.sign(rise(change)) === Math.sign(rise(pair.truth)) && isNoticeable(change);
  const why = wrongLines(pair, difference);
  return { pair, difference, sign, lines: why === '', why: sign ? why : 'the sign' };
}

/** Named lines are of the change alone, and with them undone the rate is what it was before. */
function wrongLines({ decoys, truth }: Pair, { effects }: ProgramDifference): string {
  const named = effects.lines.flatMap(({ changes }) => changes);
  if (named.length === 0) return 'no line is named';
  const decoy = named.find(({ file, newLine, newLines }) =>
    newLines.some((_, i) => decoys.has(`${file}:${String(newLine + i)}`)),
  );
  if (decoy) return `${decoy.file}:${String(decoy.newLine)} changes nothing`;
  const { qpsWithout } = effects;
  if (qpsWithout === undefined) return 'without the lines named there is no rate';
  return isNoticeable({ ...truth, qpsAfter: qpsWithout })
    ? `without the lines named the rate is ${qpsWithout.toFixed(1)}, not ${truth.qpsBefore.toFixed(1)}`
    : '';
}

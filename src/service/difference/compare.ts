/** What a change of the source does to its programs: rates, latencies, what binds, findings, and the lines at fault. */
import type { ProgramAnalysis } from '../../analyzer/analysis.ts';
import type { Finding, Gain } from '../../analyzer/finding.ts';
import { PipelineError } from '../../pipeline/errors.ts';
import type { Prediction } from '../../sim/prediction.ts';
import { contentKey } from '../content-key.ts';
import { gainOf } from '../price.ts';
import type { Session } from '../session.ts';
import type { TextChange, Texts } from './changes.ts';
import { changesOf } from './changes.ts';
import { EffectFinder, type Effects } from './effects.ts';
import { findingChanges, type FindingChanges } from './findings.ts';
import { pairsOf, type ProgramPair } from './pairs.ts';

export interface ComparedSide {
  session: Session;
  /** Names of the files that were asked about. */
  given: ReadonlySet<string>;
  programs: readonly ProgramAnalysis[];
  findings: readonly Finding[];
}

/** A program on one side: its prediction, or why there is none. */
export interface ProgramSide {
  program: ProgramAnalysis;
  prediction: Prediction | PipelineError;
}

export interface ProgramDifference {
  name: string;
  before?: ProgramSide;
  after?: ProgramSide;
  /** `same`: nothing that the simulator sees differs. */
  status: 'same' | 'changed' | 'added' | 'removed';
  /** Both from one start, so that what both hang on is no doubt of the difference; null where a side has no rate. */
  change: Gain | null;
  effects: Effects;
}

export interface Difference {
  programs: ProgramDifference[];
  findings: FindingChanges;
}

/** Told what is worked on, and how far it is. */
export type Progress = (done: number, of: number, what: string) => void;

/** The later session is used for trials, and is as before afterwards. */
export async function differenceOf(
  before: ComparedSide,
  after: ComparedSide,
  progress: Progress = () => undefined,
): Promise<Difference> {
  const [old, now] = [textsOf(before.session), textsOf(after.session)];
  const changes = changesOf(old, now);
  const pairs = pairsOf(before.programs, after.programs);
  const finder = new EffectFinder(after.session, old, now);
  const programs: ProgramDifference[] = [];
  for (const [i, pair] of pairs.entries()) {
    progress(i, pairs.length, (pair.after ?? pair.before)?.name ?? '');
    programs.push(await oneDifference(pair, { before, after, changes, finder }));
  }
  const findings = findingChanges(findingsOf(before), findingsOf(after), changes);
  return { programs, findings };
}

const textsOf = (session: Session): Texts =>
  new Map(session.files().map((file) => [file, session.textOf(file) ?? '']));

const findingsOf = ({ session, findings }: ComparedSide) => ({
  findings,
  lineOf: (file: string, line: number) => session.lineOf(file, line),
});

interface Setting {
  before: ComparedSide;
  after: ComparedSide;
  changes: readonly TextChange[];
  finder: EffectFinder;
}

async function oneDifference(pair: ProgramPair, setting: Setting): Promise<ProgramDifference> {
  const before = pair.before && (await sideOf(pair.before, setting.before.session));
  const after = pair.after && (await sideOf(pair.after, setting.after.session));
  const sides = { ...(before && { before }), ...(after && { after }) };
  const name = (pair.after ?? pair.before)?.name ?? '';
  if (!before || !after) return { name, ...sides, status: before ? 'removed' : 'added', ...NO_CHANGE };
  if (keyOf(before, setting.before) === keyOf(after, setting.after))
    return { name, ...sides, status: 'same', ...NO_CHANGE };
  const change = await changeOf(before, after, setting);
  const effects = change
    ? await setting.finder.of(after.program, ownChanges(pair, setting.changes))
    : NO_EFFECTS;
  return { name, ...sides, status: 'changed', change, effects };
}

const NO_EFFECTS: Effects = { lines: [] };
const NO_CHANGE = { change: null, effects: NO_EFFECTS };

const keyOf = ({ program: { pipeline } }: ProgramSide, { session }: ComparedSide): string =>
  contentKey(pipeline, session.settingsOf(pipeline));

async function sideOf(program: ProgramAnalysis, session: Session): Promise<ProgramSide> {
  try {
    return { program, prediction: await session.assessed(program.pipeline) };
  } catch (error) {
    if (error instanceof PipelineError) return { program, prediction: error };
    throw error;
  }
}

async function changeOf(before: ProgramSide, after: ProgramSide, setting: Setting): Promise<Gain | null> {
  const [old, now] = [before.program.pipeline, after.program.pipeline];
  const rate = await setting.before.session.estimateFor(old)(old);
  const then = rate && (await setting.after.session.estimateFor(now)(now));
  return rate && then ? gainOf(rate, then) : null;
}

/** Those in the program's files, and in what tells how it is built. */
function ownChanges({ before, after }: ProgramPair, changes: readonly TextChange[]): TextChange[] {
  const files = new Set([...(before?.files ?? []), ...(after?.files ?? [])]);
  return changes.filter(({ file }) => files.has(file) || /\.(json|txt)$/i.test(file));
}

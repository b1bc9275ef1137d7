/** What is known of one line of a program: its steps with their cost, its findings, and what is taken for granted there. */
import type { ProgramAnalysis } from '../analyzer/analysis.ts';
import type { UnreadCalls, Verdict } from '../pipeline/coverage.ts';
import type { Parameter, Step, Unknown } from '../pipeline/pipeline.ts';
import { namesIn } from '../pipeline/quantity.ts';
import type { SourceRange } from '../pipeline/source.ts';
import { walk } from '../pipeline/walk.ts';
import { CONFIDENCE_RANGE } from '../profile/confidence.ts';
import type { StepCost } from './costs.ts';
import { parametersInUse, type ParameterInUse } from './parameters.ts';
import type { PricedFinding } from './price.ts';
import type { Session } from './session.ts';

export interface Place {
  file: string;
  /** From 1. */
  line: number;
}

/** A step that takes time; its time with the least and the most that it may be, ms. */
export interface CostOfLine extends StepCost {
  rangeMs: [number, number];
}

export interface LineInProgram {
  program: ProgramAnalysis;
  verdict: Verdict | undefined;
  costs: CostOfLine[];
  /** Steps elsewhere that calls on the line lead to, the longest first. */
  below: CostOfLine[];
  /** Of the time of a frame that all these steps take, 0…1. */
  share: number;
  /** Steps that take no time of their own: waits, events, queues, loops. */
  steps: Step[];
  /** Open numbers that its steps hang on. */
  guesses: ParameterInUse[];
  /** Numbers that the line gives. */
  parameters: ParameterInUse[];
  unknowns: Unknown[];
  /** Calls of a function that begins there, which are not followed. */
  unread: UnreadCalls[];
}

export interface LineFacts extends Place {
  text: string;
  programs: LineInProgram[];
  findings: PricedFinding[];
}

const isAt = ({ file, line }: Place, range: SourceRange | undefined): boolean =>
  range?.file === file && range.line <= line && line <= Math.max(range.line, range.endLine);

/** A loop, a lock or a branch is where it begins, not all of its lines. */
const beginsAt = ({ file, line }: Place, range: SourceRange | undefined): boolean =>
  range?.file === file && range.line === line;

/** @param findings all that the session has, with the prices that are wanted of those at the place. */
export async function lineFacts(session: Session, place: Place): Promise<LineFacts> {
  const own = session.findings(place.file).filter(({ range }) => beginsAt(place, range));
  const programs = session.programs().filter(({ files }) => files.includes(place.file));
  return {
    ...place,
    text: session.lineOf(place.file, place.line),
    programs: programs.map((program) => inProgram(session, program, place)),
    findings: await session.price(own),
  };
}

function inProgram(session: Session, program: ProgramAnalysis, place: Place): LineInProgram {
  const { pipeline } = program;
  const all = session.costs(pipeline);
  const costs = all.filter(({ source }) => isAt(place, source));
  const below = all
    .filter((cost) => !costs.includes(cost) && cost.step.calledFrom?.some((call) => isAt(place, call)))
    .sort((a, b) => b.share - a.share);
  const steps = pipeline.threads.flatMap((thread) => [...walk<Step>(thread.program)]);
  const used = new Set(steps.filter(({ source }) => beginsAt(place, source)).flatMap(namesOf));
  const known = parametersInUse(pipeline, session.settingsOf(pipeline));
  return {
    program,
    verdict: pipeline.coverage?.verdict,
    costs: costs.map(withRange),
    below: below.map(withRange),
    share: [...costs, ...below].reduce((sum, { share }) => sum + share, 0),
    steps: steps.filter(
      ({ kind, source }) => kind !== 'submit' && kind !== 'host' && beginsAt(place, source),
    ),
    parameters: known.filter(({ parameter }) => isGivenAt(parameter, place)),
    guesses: known.filter(({ parameter }) => parameter.kind === 'open' && used.has(parameter.name)),
    unknowns: pipeline.unknowns.filter(({ range }) => isAt(place, range)),
    unread: (pipeline.coverage?.unread ?? []).filter(({ range }) => isAt(place, range)),
  };
}

/** Of the parameters that decide how long a step takes, or how often it is done. */
function namesOf(step: Step): string[] {
  if (step.kind === 'host') return namesIn(step.milliseconds);
  if (step.kind === 'repeat') return step.times === 'forever' ? [] : namesIn(step.times);
  if (step.kind === 'branch') return namesIn(step.share);
  if (step.kind !== 'submit') return [];
  const { bytes, pixels, pictures, milliseconds } = step.work;
  return [bytes, pixels, pictures, milliseconds].flatMap((quantity) =>
    quantity === undefined ? [] : namesIn(quantity),
  );
}

const isGivenAt = ({ origin }: Parameter, place: Place): boolean => isAt(place, origin.range);

function withRange(cost: StepCost): CostOfLine {
  const factor = cost.confidence === undefined ? 1 : 1 + CONFIDENCE_RANGE[cost.confidence];
  const { milliseconds } = cost;
  return { ...cost, rangeMs: [milliseconds / factor, milliseconds * factor] };
}

/** `acl-perf diff`: what a change does to findings and predictions, and which lines do it. */
import type { Severity } from '../../analyzer/finding.ts';
import { PipelineError } from '../../pipeline/errors.ts';
import { isStall } from '../../pipeline/problems.ts';
import {
  differenceOf,
  type ComparedSide,
  type Difference,
  type ProgramDifference,
  type ProgramSide,
} from '../../service/difference/compare.ts';
import { jsonDifference, jsonFindingChanges } from '../../service/difference/json.ts';
import { differenceMarkdown, type DifferenceView } from '../../service/difference/markdown.ts';
import { changePercent, isLoss } from '../../service/gain-text.ts';
import { versionedJson } from '../../service/json.ts';
import type { PricedFinding } from '../../service/price.ts';
import type { SessionSettings } from '../../service/session.ts';
import type { Stalls } from '../../service/stalls.ts';
import type { CommonOptions } from '../config.ts';
import { findConfig, sessionSettings } from '../config.ts';
import type { Console } from '../console.ts';
import { atLeast, foundStalls, givenFindings, price } from '../found.ts';
import type { Message } from '../messages.ts';
import { message } from '../messages.ts';
import { hasLosses, noteNotices } from '../notes.ts';
import { parseCount, parsePercent } from '../numbers.ts';
import { checkSettings, ofGivenFiles, sessionWith } from '../open.ts';
import { differenceLines } from '../render/difference.ts';
import type { Side } from '../sides/side.ts';
import { sidesOf } from '../sides/sides.ts';
import { STATUS } from '../status.ts';
import { watchOver } from '../watchdog.ts';

export interface DiffOptions extends CommonOptions {
  format: 'text' | 'json' | 'markdown';
  maxSlowdown: string;
  maxWarnings: string;
  minSeverity: Severity;
  allowUnread?: boolean;
}

interface Operands {
  before: string;
  after: string;
  paths: string[];
}

interface OpenedSide extends ComparedSide {
  side: Side;
  named: ReadonlySet<string>;
  stalls: Stalls;
}

export async function diffCommand(operands: Operands, options: DiffOptions, out: Console): Promise<number> {
  watchOver(out);
  const allowed = {
    slowdown: parsePercent(options.maxSlowdown, '--max-slowdown'),
    findings: parseCount(options.maxWarnings, '--max-warnings'),
  };
  const { before, after, folder } = await sidesOf(operands.before, operands.after, operands.paths);
  const settings = sessionSettings(options, findConfig(options, folder, out));
  const [old, now] = [await opened(before, settings, out), await opened(after, settings, out)];
  checkSettings([old.session, now.session], options);
  const difference = await differenceOf(old, now, (done, of, program) =>
    out.progress(message('comparing', { program, done: done + 1, of })),
  );
  const view = await viewOf(difference, { old, now, settings, options, out });
  noteNotices(now, options.verbose, out);
  for (const what of reasonsOf(view, allowed)) out.note(what);
  print(view, { old, now, options, out });
  return statusOf(view, allowed, now, options);
}

async function opened(side: Side, settings: SessionSettings, out: Console): Promise<OpenedSide> {
  for (const what of side.notes) out.note(message('side-note', { side: side.label, what }));
  const session = await sessionWith(side.files, settings);
  const own = { side, session, given: side.given, named: new Set<string>() };
  const stalls = await foundStalls(own, out);
  return {
    ...own,
    stalls,
    programs: ofGivenFiles(own),
    findings: givenFindings(own, stalls.findings, {}, out),
  };
}

interface Setting {
  old: OpenedSide;
  now: OpenedSide;
  options: DiffOptions;
  out: Console;
}

async function viewOf(
  { programs, findings }: Difference,
  { old, now, settings, options, out }: Setting & { settings: SessionSettings },
): Promise<DifferenceView> {
  const priced = async (found: Difference['findings']['came'], side: OpenedSide): Promise<PricedFinding[]> =>
    (await price(found, { withGain: true, spent: side.stalls.events }, side, out)).filter(
      atLeast(options.minSeverity),
    );
  return {
    before: nameOf(old.side),
    after: nameOf(now.side),
    device: settings.profile.name,
    programs,
    came: await priced(findings.came, now),
    went: await priced(findings.went, old),
    stayed: findings.stayed,
  };
}

const nameOf = ({ label, commit }: Side): string =>
  commit === undefined || commit.startsWith(label) ? label : `${label} (${commit.slice(0, 10)})`;

function print(view: DifferenceView, { old, now, options, out }: Setting): void {
  const { locale } = out;
  if (options.format === 'markdown') return out.print(differenceMarkdown(view, locale));
  if (options.format === 'text') return out.print(differenceLines(view, locale, out).join('\n'));
  const sideOf = ({ side: { label, commit } }: OpenedSide) => ({ label, commit: commit ?? null });
  out.print(
    versionedJson({
      before: sideOf(old),
      after: sideOf(now),
      device: now.session.settingsAt().profile.id,
      programs: view.programs.map((one) => jsonDifference(one, locale)),
      findings: jsonFindingChanges(view.came, view.went, view.stayed, locale),
    }),
  );
}

interface Allowed {
  /** Percent of the rate before. */
  slowdown: number;
  findings: number;
}

/** Why the exit status is 1: in words, since a pipeline shows no more. */
function reasonsOf({ programs, came }: DifferenceView, allowed: Allowed): Message[] {
  const most = allowed.findings;
  return [
    ...programs.flatMap((program) => reasonIn(program, allowed)),
    ...(came.length > most ? [message('new-findings', { count: came.length, most })] : []),
  ];
}

function reasonIn({ name: program, before, after, change }: ProgramDifference, allowed: Allowed): Message[] {
  if (after && stalls(after) && !(before && stalls(before))) return [message('stalls', { program })];
  if (!change || !isLoss(change) || -changePercent(change) <= allowed.slowdown) return [];
  const percent = (-changePercent(change)).toFixed(1);
  return [message('slower', { program, percent, most: allowed.slowdown })];
}

const stalls = ({ prediction }: ProgramSide): boolean =>
  prediction instanceof PipelineError && isStall(prediction.problem);

function statusOf(
  view: DifferenceView,
  allowed: Allowed,
  now: OpenedSide,
  { allowUnread }: DiffOptions,
): number {
  if (reasonsOf(view, allowed).length > 0) return STATUS.findings;
  const isUnread = view.programs.some(({ after }) => after?.program.pipeline.coverage?.verdict === 'none');
  return (isUnread && !allowUnread) || hasLosses(now) ? STATUS.notUnderstood : 0;
}

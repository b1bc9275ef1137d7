/** `acl-perf check`: findings, and how much of the programs was understood. */
import { existsSync } from 'node:fs';
import type { Finding, Severity } from '../../analyzer/finding.ts';
import { isFailure } from '../../analyzer/walls.ts';
import type { Baseline } from '../../analyzer/baseline.ts';
import { makeBaseline, newSince, parseBaseline } from '../../analyzer/baseline.ts';
import type { PricedFinding } from '../../service/price.ts';
import { nodeHost } from '../../server/node-host.ts';
import { toSarif } from '../../service/sarif.ts';
import { translator } from '../../service/locale.ts';
import type { CommonOptions } from '../config.ts';
import { pathIn, readInput, readRegular } from '../config.ts';
import type { Console } from '../console.ts';
import { CliError } from '../failure.ts';
import { fixFiles, ofRules, showFixes } from '../fixing.ts';
import { atLeast, foundStalls, givenFindings, NO_STALLS, price } from '../found.ts';
import { message } from '../messages.ts';
import { parseCount } from '../numbers.ts';
import { hasLosses, noteNotices, shownNotices } from '../notes.ts';
import type { Opened } from '../open.ts';
import { openSession } from '../open.ts';
import { findingLines, findingTotals } from '../render/findings.ts';
import { prettyLines } from '../render/pretty.ts';
import { understandingLines } from '../render/understanding.ts';
import { STATUS } from '../status.ts';
import { understandingOf } from '../understanding.ts';
import { jsonCoverage } from '../../service/coverage-text.ts';
import { jsonFinding, jsonNotice, jsonProgram, toJson, versionedJson } from '../../service/json.ts';
import { ruleLines, timingLines } from '../render/rules.ts';
import { TEXTS } from '../texts.ts';
import { VERSION } from '../version.ts';
import { refuseWith } from '../watch/beside.ts';
import { jsonLines } from '../watch/json-lines.ts';
import { watchSession } from '../watch/session.ts';
import { writeWhole } from '../whole-file.ts';

export interface CheckOptions extends CommonOptions {
  /** Left out: pretty on a terminal, else text. */
  format?: 'text' | 'pretty' | 'json' | 'sarif';
  maxWarnings: string;
  baseline?: string;
  writeBaseline?: string;
  minSeverity: Severity;
  watch?: boolean;
  gain: boolean;
  timing?: boolean;
  summary?: boolean;
  fix?: boolean;
  dryRun?: boolean;
  rule?: string[];
  allFiles?: boolean;
  allowUnread?: boolean;
}

/** What is asked of the findings, its options known to make sense. */
interface Asked {
  options: CheckOptions;
  allowed: number;
  isWanted: (finding: Finding) => boolean;
}

export async function check(paths: string[], options: CheckOptions, out: Console): Promise<number> {
  const started = performance.now();
  const allowed = parseCount(options.maxWarnings, '--max-warnings');
  const asked = { options, allowed, isWanted: ofRules(options.rule) };
  if (options.dryRun && !options.fix) throw new CliError('dry-run-alone');
  if (options.watch) return watchChecks(paths, asked, out);
  const opened = await openSession(paths, options, out);
  const status = await checked(opened, asked, out);
  if (options.timing) {
    const lines = timingLines(opened.ruleTimes, performance.now() - started, opened.locale);
    for (const line of lines) out.note(line);
  }
  return status;
}

function watchChecks(paths: string[], asked: Asked, out: Console): Promise<never> {
  const { options } = asked;
  refuseWith({
    '--fix': options.fix,
    '--write-baseline': options.writeBaseline !== undefined,
    '--timing': options.timing,
    '--format sarif': options.format === 'sarif',
  });
  const printed = options.format === 'json' ? jsonLines(out) : out;
  return watchSession(paths, options, (opened) => checked(opened, asked, printed), printed);
}

/** Gives the exit status. */
async function checked(opened: Opened, { options, allowed, isWanted }: Asked, out: Console): Promise<number> {
  if (options.dryRun) return showFixes(opened, isWanted, out);
  if (options.fix) fixFiles(opened, isWanted, out);
  const stalls = options.gain ? await foundStalls(opened, out) : NO_STALLS;
  const all = givenFindings(opened, stalls.findings, options, out).filter(isWanted);
  if (options.writeBaseline !== undefined) return writeBaseline(all, options.writeBaseline, opened, out);
  const fresh = withoutBaseline(all, options, opened);
  const priced = (await price(fresh, { withGain: options.gain, spent: stalls.events }, opened, out)).filter(
    atLeast(options.minSeverity),
  );
  report(priced, all.length - fresh.length, options, opened, out);
  if (priced.length > allowed) return STATUS.findings;
  const isUnread = understandingOf(opened).isUnread && !options.allowUnread;
  return isUnread || hasLosses(opened) ? STATUS.notUnderstood : 0;
}

function writeBaseline(findings: Finding[], file: string, { session }: Opened, out: Console): number {
  const baseline = makeBaseline(findings, (name, line) => session.lineOf(name, line));
  writeWhole(file, `${toJson(baseline)}\n`);
  const what = message('baseline-written', { count: findings.length });
  out.note(message('in-file', { file, what }));
  return 0;
}

function withoutBaseline(findings: Finding[], options: CheckOptions, { session, config }: Opened): Finding[] {
  const baseline = knownFindings(options, config);
  if (baseline === undefined) return findings;
  return newSince(findings, baseline, (name, line) => session.lineOf(name, line));
}

/** The option's file must be there; that of the configuration may not have been written yet. */
function knownFindings({ baseline }: CheckOptions, config: Opened['config']): Baseline | undefined {
  if (baseline !== undefined) return parseBaseline(readInput(baseline), baseline);
  if (config?.baseline === undefined) return undefined;
  const file = pathIn(config, config.baseline);
  return existsSync(file) ? parseBaseline(readRegular(file), file) : undefined;
}

function report(
  priced: PricedFinding[],
  baselined: number,
  options: CheckOptions,
  opened: Opened,
  out: Console,
): void {
  const { session, given, locale } = opened;
  const understood = understandingOf(opened);
  if (options.format === 'sarif') {
    const lineOf = (file: string, line: number) => session.lineOf(file, line);
    const failures = session.notices().filter((notice) => isFailure(notice) && given.has(notice.range.file));
    return out.print(
      toJson(
        toSarif(priced, {
          version: VERSION,
          locale,
          lineOf,
          ruleUri: nodeHost.ruleUri,
          failures,
          programs: understood.programs,
        }),
      ),
    );
  }
  if (options.format === 'json') {
    const findings = priced.map((item) => jsonFinding(item, locale));
    const notices = shownNotices(opened, options.verbose);
    return out.print(
      versionedJson({
        findings,
        notices: notices.map((notice) => jsonNotice(notice, locale)),
        coverage: jsonCoverage(understood.coverage, locale),
        programs: understood.programs.map(jsonProgram),
      }),
    );
  }
  noteNotices(opened, options.verbose, out);
  const t = translator(TEXTS, locale);
  if (priced.length > 0) out.print(findingText(priced, options, opened, out));
  if (options.summary) out.print(['', ...ruleLines(session.summaries(), priced, locale)].join('\n'));
  const files = [...given].length;
  const last = priced.length === 0 ? t('noFindings', { files }) : findingTotals(priced, baselined, locale);
  out.print(priced.length === 0 ? last : `\n${last}`);
  for (const line of understandingLines(understood, locale)) out.print(line);
}

function findingText(
  priced: readonly PricedFinding[],
  { format }: CheckOptions,
  { session, locale }: Opened,
  out: Console,
): string {
  const isPretty = format === 'pretty' || (format === undefined && process.stdout.isTTY);
  const lineOf = (file: string, line: number): string => session.lineOf(file, line);
  const lines = isPretty ? prettyLines(priced, lineOf, locale, out) : findingLines(priced, locale, out);
  return lines.join('\n');
}

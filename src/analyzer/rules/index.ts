/** Runs the rules on a program. Suppressions, severities and what each rule came to are settled here. */
import type { Locale } from '../../pipeline/words.ts';
import { fill } from '../../pipeline/words.ts';
import { isRuntime } from '../acl/catalogue.ts';
import type { AnalysisSettings } from '../analysis.ts';
import type { CallNode } from '../trace/nodes.ts';
import { attempt } from '../walls.ts';
import type { Finding, MessageData, Severity } from '../finding.ts';
import { applySuppressions, suppressionsOf } from '../suppression.ts';
import { allRules } from './all.ts';
import { deadlock } from './correctness/deadlock.ts';
import { REFUSALS, type Refusal } from './fix/refusals.ts';
import type { Descriptor, Related, Rule, RuleSummary, SkipReason } from './rule.ts';
import { RuleContext, type CheckInput } from './context.ts';
import { loopEvidence } from './words/evidence.ts';
import { inWords } from './words/in-words.ts';
import { sharedMessages, skipMessages, type Message } from './words/messages.ts';
import { versionIn } from './query/version.ts';
import { faultsOf, suppressionComment } from './correctness/suppression-comment.ts';
import { ownValue } from '../../base/own-value.ts';

export type { CheckInput } from './context.ts';
export type { Rule, RuleMeta, RuleSummary, SkipReason } from './rule.ts';

export interface CheckResult {
  findings: Finding[];
  summary: RuleSummary[];
  /** Rules that threw: the others stand. */
  failed: { rule: string; why: string }[];
}

/** Told of each rule's time when it has run. `now` is the host's clock: the core has none of its own. */
export interface Timing {
  now(): number;
  took(rule: string, milliseconds: number): void;
}

/** With those that judge no trace, but a simulation or comments. */
const everyRule: readonly Rule[] = [...allRules, deadlock, suppressionComment];

/** Ids of all rules, in the order of the documentation. */
export function ruleIds(): string[] {
  return everyRule.map((rule) => rule.id);
}

export function ruleById(id: string): Rule | undefined {
  return everyRule.find((rule) => rule.id === id);
}

/**
 * Findings of all rules on a program, with severities of the settings; suppressions are not yet applied, see
 * `settleFile`. A place that several paths reach is reported once.
 */
export function checkProgram(input: CheckInput, timing?: Timing): CheckResult {
  const context = new RuleContext(input);
  const findings: Finding[] = [];
  const isReached = context.calls.some(({ row }) => isRuntime(row));
  const summary: RuleSummary[] = [];
  const failed: CheckResult['failed'] = [];
  for (const rule of allRules) {
    const start = timing?.now() ?? 0;
    const outcome = attempt<Outcome>(
      () => runRule(rule, context),
      (why) => {
        failed.push({ rule: rule.id, why });
        return { findings: [], skipped: 'failed' };
      },
    );
    timing?.took(rule.id, timing.now() - start);
    findings.push(...outcome.findings);
    summary.push(summaryOf(rule, outcome, isReached));
  }
  return { findings: findings.sort(byPlace), summary, failed };
}

interface Outcome {
  findings: Finding[];
  skipped?: SkipReason;
}

/** That nothing was found is worth saying only where there was something to look at. */
function summaryOf(rule: Rule, { findings, skipped }: Outcome, isReached: boolean): RuleSummary {
  const reason = skipped ?? (isReached || findings.length > 0 ? undefined : 'nothingReached');
  return { rule: rule.id, found: findings.length, ...(reason === undefined ? {} : { skipped: reason }) };
}

function runRule(rule: Rule, context: RuleContext): Outcome {
  const unfit = unfitness(rule, context);
  if (unfit !== undefined) return { findings: [], skipped: unfit };
  const found = new Map<string, Finding>();
  rule.check?.(context, (descriptor) => {
    const { file, line, column } = descriptor.at;
    const key = `${file}:${String(line)}:${String(column)}`;
    if (!found.has(key)) found.set(key, findingOf(rule, descriptor, context));
  });
  return { findings: [...found.values()] };
}

function unfitness({ id, meta }: Rule, context: RuleContext): SkipReason | undefined {
  const { settings, device, trace } = context;
  if (ownValue(settings.rules, id) === 'off') return 'off';
  if (meta.devices && !meta.devices.includes(device)) return 'device';
  if (!versionIn(settings.cannVersion, meta.cannVersions)) return 'cannVersion';
  return meta.wholeProgram && trace.kind === 'library' ? 'library' : undefined;
}

function findingOf(rule: Rule, descriptor: Descriptor, context: RuleContext): Finding {
  const { node } = descriptor;
  // A change of a step that the Pipeline does not model would come to "no gain", which would be untrue.
  const counterfactual = context.hasStep(descriptor.step ?? descriptor.at)
    ? descriptor.counterfactual
    : undefined;
  const related: Related[] = [...(node ? loopEvidence(node) : []), ...(descriptor.related ?? [])];
  return {
    rule: rule.id,
    messageId: descriptor.messageId,
    data: descriptor.data ?? {},
    severity: severityOf(rule, context.settings, descriptor.severity),
    ...(isSet(rule, context.settings) ? { severityIsSet: true as const } : {}),
    range: descriptor.at,
    related: related.map((one) => ({ ...one, data: one.data ?? {} })),
    ...offered(descriptor, context),
    ...context.modesAt(descriptor.at),
    ...(counterfactual ? { counterfactual } : {}),
  };
}

/** A call through `std::bind` or a table stands where its name does not: nothing there may be edited. */
const isNameOf = ({ name }: CallNode, written: string): boolean =>
  written.replace(/^.*::/, '') === name.replace(/^.*::/, '');

function offered({ offer, node, at }: Descriptor, context: RuleContext): Pick<Finding, 'fixes' | 'notFixed'> {
  const isWritten = node?.kind !== 'call' || isNameOf(node, context.text(at.file).slice(node.range));
  const made = offer ? (isWritten ? offer() : 'indirect') : [];
  return typeof made === 'string' ? { fixes: [], notFixed: made } : { fixes: [...made] };
}

/** What the settings say; else what the finding says of itself; else the rule's own. */
function severityOf(rule: Rule, settings: AnalysisSettings, own?: Severity): Severity {
  const configured = ownValue(settings.rules, rule.id);
  return configured && configured !== 'off' ? configured : (own ?? rule.meta.severity);
}

const isSet = ({ id }: Rule, { rules }: AnalysisSettings): boolean => ownValue(rules, id) !== undefined;

function byPlace(a: Finding, b: Finding): number {
  if (a.range.file !== b.range.file) return a.range.file < b.range.file ? -1 : 1;
  return a.range.line - b.range.line || a.range.column - b.range.column;
}

/**
 * What is left of a file's findings (of all programs that hold it) after its suppression comments, with hints about
 * comments that give no reason or name no rule. The same finding of two programs is kept once.
 */
export function settleFile(
  file: string,
  text: string,
  findings: readonly Finding[],
  settings: AnalysisSettings,
): Finding[] {
  const suppressions = suppressionsOf(file, text);
  const { kept } = applySuppressions(unique(findings), suppressions);
  if (suppressions.length === 0 || ownValue(settings.rules, suppressionComment.id) === 'off') return kept;
  const severity = severityOf(suppressionComment, settings);
  const known = new Set(ruleIds());
  const hints = suppressions
    .flatMap((suppression) => faultsOf(suppression, known))
    .map((finding) => ({ ...finding, severity }));
  return [...kept, ...hints].sort(byPlace);
}

/** A finding that is made later than the others, by the same settings and comments; undefined where they silence it. */
export function settleFinding(
  finding: Finding,
  text: string,
  settings: AnalysisSettings,
): Finding | undefined {
  const rule = ruleById(finding.rule);
  if (!rule || ownValue(settings.rules, rule.id) === 'off') return undefined;
  const [kept] = applySuppressions([finding], suppressionsOf(finding.range.file, text)).kept;
  return kept && { ...kept, severity: severityOf(rule, settings) };
}

function unique(findings: readonly Finding[]): Finding[] {
  const seen = new Map<string, Finding>();
  for (const finding of findings) {
    const { line, column } = finding.range;
    const key = `${finding.rule}:${String(line)}:${String(column)}`;
    if (!seen.has(key)) seen.set(key, finding);
  }
  return [...seen.values()];
}

/** The text of a message, fix title or related location of a rule. An unknown id gives the id itself. */
export function messageText(rule: string, id: string, data: MessageData, language: Locale = 'en'): string {
  const message: Message | undefined = ownValue(ruleById(rule)?.messages, id) ?? ownValue(sharedMessages, id);
  if (!message) return id;
  return fill(message[language], inWords(data, language), language);
}

/** Why a finding has no fix, in words. */
export function refusalText(refusal: Refusal, language: Locale = 'en'): string {
  return REFUSALS[refusal][language];
}

/** Why a rule was skipped, in words. */
export function skipText(reason: SkipReason, language: Locale = 'en'): string {
  return skipMessages[reason][language];
}

/** Findings as a SARIF 2.1.0 log, for code scanning. */
import type {
  ArtifactChange,
  ArtifactLocation,
  Fix as SarifFix,
  Invocation,
  Location,
  Log,
  Notification,
  ReportingDescriptor,
  Result,
} from 'sarif';
import type { Notice } from '../analyzer/analysis.ts';
import type { Finding, Fix, Severity } from '../analyzer/finding.ts';
import { fingerprints } from '../analyzer/fingerprint.ts';
import type { Rule } from '../analyzer/rules/index.ts';
import { ruleById, ruleIds } from '../analyzer/rules/index.ts';
import type { SourceRange } from '../pipeline/source.ts';
import { fixTitle, fullMessage, relatedMessage } from './finding-text.ts';
import type { ProgramCoverage } from './coverage-text.ts';
import { coverageText } from './coverage-text.ts';
import { groupId } from './groups.ts';
import type { Locale, Texts } from './locale.ts';
import { translator } from './locale.ts';
import { noticeText } from './notice-text.ts';
import type { PricedFinding } from './price.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
/** Files are relative to the folder that the check ran in. */
const BASE = 'SRCROOT';

const LEVELS: Record<Severity, Result.level> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
  hint: 'note',
};

const TEXTS = {
  base: { en: 'The folder that the check ran in.', zh: '执行检查的目录。' },
  sentence: { en: '{text}.', zh: '{text}。' },
  partial: { en: '{program} was understood in part: {what}', zh: '{program} 仅部分得到理解：{what}' },
  none: { en: '{program} was not understood: {what}', zh: '{program} 未能理解：{what}' },
  see: { en: '{title} See {docs}.', zh: '{title}参见 {docs}。' },
} satisfies Texts<string>;

export interface SarifOptions {
  version: string;
  locale: Locale;
  /** The text of a line (from 1) of a file, for fingerprints that outlive edits elsewhere. */
  lineOf: (file: string, line: number) => string;
  /** Where a rule's page can be read: the one that diagnostics in an editor link to. */
  ruleUri: (docs: string) => string;
  /** What the analysis itself could not do. */
  failures: readonly Notice[];
  /** What was looked at, and how much of it was understood. */
  programs: readonly ProgramCoverage[];
}

export function toSarif(priced: readonly PricedFinding[], options: SarifOptions): Log {
  const ids = ruleIds();
  const prints = fingerprints(
    priced.map(({ finding }) => finding),
    options.lineOf,
  );
  const results = priced.map((item, i) => resultOf(item, ids, prints[i] ?? '', options.locale));
  const t = translator(TEXTS, options.locale);
  const driver = {
    name: 'acl-perf',
    fullName: 'AscendCL Performance',
    version: options.version,
    semanticVersion: options.version,
    rules: ids.flatMap((id) => ruleOf(ruleById(id), options)),
  };
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver },
        columnKind: 'utf16CodeUnits',
        invocations: [invocationOf(options)],
        originalUriBaseIds: { [BASE]: { description: { text: t('base') } } },
        results,
      },
    ],
  };
}

function invocationOf({ failures, programs, locale }: SarifOptions): Invocation {
  const failed = failures.map((notice) => ({
    descriptor: { id: notice.code },
    level: 'error' as const,
    message: { text: noticeText(notice, locale) },
    locations: [locationOf(notice.range)],
  }));
  const read = programs.flatMap((one) => notificationOf(one, locale));
  return { executionSuccessful: true, toolExecutionNotifications: [...failed, ...read] };
}

/** Places of what was not followed, beyond which a list is of no use. */
const MOST_PLACES = 10;

/** Of a program that was understood in part, or not at all. */
function notificationOf({ program, coverage }: ProgramCoverage, locale: Locale): Notification[] {
  const { verdict, unread } = coverage;
  if (verdict === 'complete') return [];
  const what = coverageText(coverage, locale);
  return [
    {
      descriptor: { id: `coverage/${verdict}` },
      level: verdict === 'none' ? 'error' : 'warning',
      message: { text: translator(TEXTS, locale)(verdict, { program, what }) },
      locations: unread.slice(0, MOST_PLACES).map(({ range }) => locationOf(range)),
    },
  ];
}

const pascalCase = (id: string): string =>
  id
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

function ruleOf(rule: Rule | undefined, { locale, ruleUri }: SarifOptions): ReportingDescriptor[] {
  if (rule === undefined) return [];
  const t = translator(TEXTS, locale);
  const title = t('sentence', { text: rule.title[locale] });
  const { docs } = rule.meta;
  return [
    {
      id: rule.id,
      name: pascalCase(rule.id),
      shortDescription: { text: title },
      fullDescription: { text: title },
      helpUri: ruleUri(docs),
      help: { text: t('see', { title, docs }), markdown: t('see', { title, docs: `\`${docs}\`` }) },
      messageStrings: Object.fromEntries(
        Object.entries(rule.messages).map(([id, message]) => [id, { text: message[locale] }]),
      ),
      defaultConfiguration: { level: LEVELS[rule.meta.severity] },
      properties: {
        tags: ['performance', rule.meta.category],
        'problem.severity': rule.meta.severity === 'error' ? 'error' : 'warning',
      },
    },
  ];
}

function resultOf(priced: PricedFinding, ids: string[], print: string, locale: Locale): Result {
  const { finding, gain } = priced;
  const related = finding.related.map((item, i) => ({
    id: i + 1,
    ...locationOf(item.range),
    message: { text: relatedMessage(finding.rule, item, locale) },
  }));
  return {
    ruleId: finding.rule,
    ruleIndex: ids.indexOf(finding.rule),
    level: LEVELS[priced.severity],
    message: { text: fullMessage(priced, locale) },
    locations: [locationOf(finding.range)],
    ...(related.length === 0 ? {} : { relatedLocations: related }),
    partialFingerprints: { 'aclPerf/v1': print },
    ...(finding.fixes.length === 0 ? {} : { fixes: finding.fixes.map((fix) => fixOf(finding, fix, locale)) }),
    properties: { groupId: groupId(finding), ...(gain === null ? {} : { gain }) },
  };
}

function locationOf(range: SourceRange): Location {
  return { physicalLocation: { artifactLocation: artifactOf(range.file), region: regionOf(range) } };
}

function artifactOf(file: string): ArtifactLocation {
  const segments = file.replaceAll('\\', '/').split('/').map(encodeURIComponent);
  if (file.startsWith('/')) return { uri: `file://${segments.join('/')}` };
  return { uri: segments.join('/').replace(/^(\.\/)+/, ''), uriBaseId: BASE };
}

function regionOf({ line, column, endLine, endColumn }: SourceRange) {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

function fixOf(finding: Finding, fix: Fix, locale: Locale): SarifFix {
  const byFile = new Map<string, ArtifactChange>();
  for (const { range, newText } of fix.edits) {
    const change = byFile.get(range.file) ?? { artifactLocation: artifactOf(range.file), replacements: [] };
    change.replacements.push({ deletedRegion: regionOf(range), insertedContent: { text: newText } });
    byFile.set(range.file, change);
  }
  return {
    description: { text: fixTitle(finding.rule, fix, locale) },
    artifactChanges: [...byFile.values()],
  };
}

/** Code actions: a finding's fixes, all of its rule in the file, and a suppression with room for the reason. */
import type { CodeAction, CodeActionParams, Diagnostic } from 'vscode-languageserver';
import { CodeActionKind } from 'vscode-languageserver';
import type { TextEdit } from '../analyzer/finding.ts';
import { mainFix, withoutOverlaps } from '../service/edits.ts';
import { fixTitle } from '../service/finding-text.ts';
import type { Texts } from '../service/locale.ts';
import { translator } from '../service/locale.ts';
import type { PricedFinding } from '../service/price.ts';
import { findingDiagnostics } from './diagnostics.ts';
import { resolvesEdits, type FixAllData } from './fix-all-action.ts';
import { toEdits, touches } from './ranges.ts';
import type { ServerState } from './state.ts';

const TEXTS: Texts<'all' | 'suppress' | 'reason' | 'allSafe'> = {
  allSafe: {
    en: 'Make all safe fixes of AscendCL Performance',
    zh: '应用 AscendCL Performance 的所有安全修复',
  },
  all: { en: 'Fix all of “{rule}” in this file ({count})', zh: '修复此文件中所有“{rule}”（{count} 处）' },
  suppress: { en: 'Suppress “{rule}” here, with a reason', zh: '在此处抑制“{rule}”并说明原因' },
  reason: { en: 'reason', zh: '原因' },
};

/** All fixes that need no thought, as on saving. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.ascendcl`;

export function codeActions(
  { textDocument, range, context }: CodeActionParams,
  findings: readonly PricedFinding[],
  state: ServerState,
): CodeAction[] {
  const file = state.names.file(textDocument.uri);
  const inFile = findings.filter(({ finding }) => finding.range.file === file);
  const here = inFile.filter(({ finding }) => touches(finding.range, range));
  const wanted = (kind: string): boolean => context.only?.some((only) => kind.startsWith(only)) ?? true;
  // What is done to a whole file is shown only where it is asked for by its kind.
  const source = context.only && wanted(FIX_ALL) ? fixAllSafe(textDocument.uri, inFile, state) : [];
  if (!wanted(CodeActionKind.QuickFix)) return source;
  const shown = findingDiagnostics(inFile, state);
  const rules = new Set(here.map(({ finding }) => finding.rule));
  return [
    ...here.flatMap((priced) => fixActions(priced, shown, state)),
    ...[...rules].flatMap((rule) => fixAllAction(rule, inFile, shown, state)),
    ...here.map((priced) => suppressAction(priced, shown, state)),
  ];
}

function quickFix(
  title: string,
  edits: readonly TextEdit[],
  diagnostics: Diagnostic[],
  state: ServerState,
): CodeAction {
  return { title, kind: CodeActionKind.QuickFix, diagnostics, edit: toEdits(edits, state.names) };
}

/** As the editor has them, which knows a fix by what it is about. */
type Shown = ReadonlyMap<PricedFinding, Diagnostic>;

const about = (items: readonly PricedFinding[], shown: Shown): Diagnostic[] =>
  items.flatMap((item) => shown.get(item) ?? []);

function fixActions(priced: PricedFinding, shown: Shown, state: ServerState): CodeAction[] {
  const { finding } = priced;
  return finding.fixes.map((fix) => ({
    ...quickFix(fixTitle(finding.rule, fix, state.locale), fix.edits, about([priced], shown), state),
    isPreferred: fix.preferred,
    // For the walkthrough's step.
    ...(state.ownClient && { command: { title: '', command: 'ascendcl.fixApplied' } }),
  }));
}

/** Where the client resolves actions, all rounds of fixes are made once this one is chosen; else the first round alone. */
function fixAllAction(
  rule: string,
  inFile: readonly PricedFinding[],
  shown: Shown,
  state: ServerState,
): CodeAction[] {
  const fixable = inFile.filter(({ finding }) => finding.rule === rule && finding.fixes.length > 0);
  const { edits } = withoutOverlaps(fixable.flatMap(({ finding }) => mainFix(finding.fixes) ?? []));
  const [first] = fixable;
  if (!first || fixable.length < 2 || edits.length === 0) return [];
  const title = translator(TEXTS, state.locale)('all', { rule, count: fixable.length });
  if (!resolvesEdits(state)) return [quickFix(title, edits, about(fixable, shown), state)];
  const data: FixAllData = { uri: state.names.uri(first.finding.range.file), rule };
  return [{ title, kind: CodeActionKind.QuickFix, diagnostics: about(fixable, shown), data }];
}

function fixAllSafe(uri: string, inFile: readonly PricedFinding[], state: ServerState): CodeAction[] {
  if (!resolvesEdits(state)) return [];
  if (!inFile.some(({ finding }) => finding.fixes.some(({ preferred }) => preferred))) return [];
  const title = translator(TEXTS, state.locale)('allSafe');
  return [{ title, kind: FIX_ALL, data: { uri } satisfies FixAllData }];
}

function suppressAction(priced: PricedFinding, shown: Shown, state: ServerState): CodeAction {
  const t = translator(TEXTS, state.locale);
  const { rule, range } = priced.finding;
  const line = state.session.lineOf(range.file, range.line);
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  const at = { file: range.file, line: range.line, column: 1, endLine: range.line, endColumn: 1 };
  const newText = `${indent}// acl-perf: ignore ${rule} — ${t('reason')}\n`;
  return quickFix(t('suppress', { rule }), [{ range: at, newText }], about([priced], shown), state);
}

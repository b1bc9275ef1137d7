/** Code actions: a finding's fixes, all of its rule in the file, and a suppression with room for the reason. */
import type { CodeAction, CodeActionParams, Diagnostic } from 'vscode-languageserver';
import { CodeActionKind } from 'vscode-languageserver';
import type { TextEdit } from '../analyzer/finding.ts';
import { mainFix, withoutOverlaps } from '../service/edits.ts';
import { fixTitle } from '../service/finding-text.ts';
import type { Texts } from '../service/locale.ts';
import { translator } from '../service/locale.ts';
import type { PricedFinding } from '../service/price.ts';
import { findingDiagnostic } from './diagnostics.ts';
import { toEdits, touches } from './ranges.ts';
import type { ServerState } from './state.ts';

const TEXTS: Texts<'all' | 'suppress' | 'reason'> = {
  all: { en: 'Fix all of “{rule}” in this file ({count})', zh: '修复此文件中所有“{rule}”（{count} 处）' },
  suppress: { en: 'Suppress “{rule}” here, with a reason', zh: '在此处抑制“{rule}”并说明原因' },
  reason: { en: 'reason', zh: '原因' },
};

export function codeActions(
  { textDocument, range, context }: CodeActionParams,
  findings: readonly PricedFinding[],
  state: ServerState,
): CodeAction[] {
  const file = state.names.file(textDocument.uri);
  const inFile = findings.filter(({ finding }) => finding.range.file === file);
  const here = inFile.filter(({ finding }) => touches(finding.range, range));
  const wanted = (kind: string): boolean => context.only?.some((only) => kind.startsWith(only)) ?? true;
  if (!wanted(CodeActionKind.QuickFix)) return [];
  const rules = new Set(here.map(({ finding }) => finding.rule));
  return [
    ...here.flatMap((priced) => fixActions(priced, state)),
    ...[...rules].flatMap((rule) => fixAllAction(rule, inFile, state)),
    ...here.map((priced) => suppressAction(priced, state)),
  ];
}

function quickFix(
  title: string,
  edits: readonly TextEdit[],
  about: Diagnostic[],
  state: ServerState,
): CodeAction {
  return { title, kind: CodeActionKind.QuickFix, diagnostics: about, edit: toEdits(edits, state.names) };
}

function fixActions(priced: PricedFinding, state: ServerState): CodeAction[] {
  const { finding } = priced;
  return finding.fixes.map((fix) => ({
    ...quickFix(
      fixTitle(finding.rule, fix, state.locale),
      fix.edits,
      [findingDiagnostic(priced, state)],
      state,
    ),
    isPreferred: fix.preferred,
    // For the walkthrough's step.
    ...(state.ownClient && { command: { title: '', command: 'ascendcl.fixApplied' } }),
  }));
}

function fixAllAction(rule: string, inFile: readonly PricedFinding[], state: ServerState): CodeAction[] {
  const fixable = inFile.filter(({ finding }) => finding.rule === rule && finding.fixes.length > 0);
  const { edits } = withoutOverlaps(fixable.flatMap(({ finding }) => mainFix(finding.fixes) ?? []));
  if (fixable.length < 2 || edits.length === 0) return [];
  const title = translator(TEXTS, state.locale)('all', { rule, count: fixable.length });
  const about = fixable.map((priced) => findingDiagnostic(priced, state));
  return [quickFix(title, edits, about, state)];
}

function suppressAction(priced: PricedFinding, state: ServerState): CodeAction {
  const t = translator(TEXTS, state.locale);
  const { rule, range } = priced.finding;
  const line = state.session.lineOf(range.file, range.line);
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  const at = { file: range.file, line: range.line, column: 1, endLine: range.line, endColumn: 1 };
  const newText = `${indent}// acl-perf: ignore ${rule} — ${t('reason')}\n`;
  return quickFix(
    t('suppress', { rule }),
    [{ range: at, newText }],
    [findingDiagnostic(priced, state)],
    state,
  );
}

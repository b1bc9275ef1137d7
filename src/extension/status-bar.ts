/** The predicted rate of the active program, and how it has moved since the last save. */
import * as vscode from 'vscode';
import { today } from '../base/today.ts';
import type { ProgramStatus } from '../server/protocol.ts';
import { bottleneckSentence, change, framesPerSecond, rateRange, rateWithin } from '../webview/words.ts';
import type { Feature } from './feature.ts';
import type { DayRate } from './rate-history.ts';
import { RateHistory } from './rate-history.ts';

export const statusBar: Feature = ({ context, programs }) => {
  const history = new RateHistory(context.workspaceState, today);
  const item = vscode.window.createStatusBarItem('ascendcl.qps', vscode.StatusBarAlignment.Right, 90);
  item.name = vscode.l10n.t('AscendCL Predicted Throughput');
  item.command = 'ascendcl.predict';
  const atSave = new Map<string, number>();
  const show = (): void => {
    const { active: status, problem } = programs;
    const relevant = isRelevant(vscode.window.activeTextEditor);
    if (relevant && problem !== undefined) {
      renderProblem(item, 'AscendCL Performance', problem);
      return item.show();
    }
    if (relevant && programs.phase === 'starting') {
      renderAnalysing(item);
      return item.show();
    }
    const shown = status !== undefined && relevant;
    if (!shown) return item.hide();
    if (!atSave.has(status.program)) keep(status);
    history.note(status);
    render(item, status, atSave.get(status.program) ?? status.qps, history.before(status));
    if (programs.isAnalysing) markAnalysing(item);
    item.show();
  };
  const keep = ({ program, qps, problem }: ProgramStatus): void => {
    if (problem === undefined) atSave.set(program, qps);
  };
  // What is known at the save may be of the text before the last edit: the server answers for the text as it is.
  const saved = vscode.workspace.onDidSaveTextDocument(async ({ uri }) => {
    if (!programs.of(uri)) return;
    await programs.refresh().catch(() => undefined);
    const status = programs.of(uri);
    if (status) keep(status);
    show();
  });
  return vscode.Disposable.from(
    item,
    saved,
    programs.onDidChange(show),
    programs.onDidWork(show),
    vscode.window.onDidChangeActiveTextEditor(show),
  );
};

/** Hidden while the user works on something else; a panel, the output or no editor at all keeps it. */
function isRelevant(editor: vscode.TextEditor | undefined): boolean {
  if (editor === undefined || editor.document.uri.scheme === 'output') return true;
  return ['cpp', 'c', 'cuda-cpp'].includes(editor.document.languageId);
}

function render(
  item: vscode.StatusBarItem,
  status: ProgramStatus,
  before: number,
  lastDay: DayRate | undefined,
): void {
  const { understanding, problem } = status;
  if (problem !== undefined) return renderProblem(item, status.program, problem, withoutRate(understanding));
  const moved = Math.abs(status.qps - before) > Math.max(before * 0.005, 0.05);
  const delta = moved ? ` (${change(before, status.qps)})` : '';
  const partly = isPartial(status) ? ` · ${understanding?.label ?? ''}` : '';
  item.text = `$(dashboard) ${vscode.l10n.t('{0} QPS', status.qps > 0 ? rateWithin(status.qps, status.qpsRange) : '–')}${delta}${partly}`;
  item.tooltip = tooltip(status, moved ? before : undefined, lastDay);
  item.backgroundColor = status.fits ? undefined : new vscode.ThemeColor('statusBarItem.warningBackground');
  item.accessibilityInformation = {
    label: `${vscode.l10n.t('Predicted throughput {0}', framesPerSecond(status.qps))}${partly}`,
  };
}

const isPartial = ({ understanding }: ProgramStatus): boolean => understanding?.state === 'partial';

/** What there is in the place of a rate. */
const withoutRate = (understanding: ProgramStatus['understanding']): string =>
  understanding?.state === 'none' || understanding?.state === 'no-device-work'
    ? understanding.label
    : vscode.l10n.t('No prediction');

const sinceDay = ({ qps }: ProgramStatus, { day, qps: then }: DayRate): string =>
  vscode.l10n.t('Since {0}: {1} ({2} before)', day, change(then, qps), framesPerSecond(then));

/** The rate shown is of the text before the last change. */
function markAnalysing(item: vscode.StatusBarItem): void {
  const text = vscode.l10n.t('Analysing…');
  item.text = `${item.text.replace(/^\$\([^)]*\)/, '$(sync~spin)')} · ${text}`;
  item.accessibilityInformation = { label: `${item.accessibilityInformation?.label ?? ''} · ${text}` };
}

function renderAnalysing(item: vscode.StatusBarItem): void {
  const text = vscode.l10n.t('Analysing…');
  item.text = `$(sync~spin) ${text}`;
  item.tooltip = titled('AscendCL Performance', [text]);
  item.backgroundColor = undefined;
  item.accessibilityInformation = { label: text };
}

function renderProblem(
  item: vscode.StatusBarItem,
  program: string,
  problem: string,
  title = vscode.l10n.t('No prediction'),
): void {
  item.text = `$(warning) ${title}`;
  item.tooltip = titled(program, [problem]);
  item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
  item.accessibilityInformation = { label: `${title}: ${problem}` };
}

/** As text: a program is named in the workspace, and a name could hold an image to load. */
function titled(title: string, lines: readonly string[]): vscode.MarkdownString {
  const head = new vscode.MarkdownString('**').appendText(title).appendMarkdown('**');
  return lines.reduce((markdown, line) => markdown.appendMarkdown('\n\n').appendText(line), head);
}

function tooltip(
  status: ProgramStatus,
  before: number | undefined,
  lastDay: DayRate | undefined,
): vscode.MarkdownString {
  const [low, high] = status.qpsRange;
  const lines = [
    vscode.l10n.t('Predicted {0} (range {1})', framesPerSecond(status.qps), rateRange(low, high)),
    bottleneckSentence(status.bottleneck.resource, status.bottleneck.utilization),
  ];
  if (isPartial(status) && status.understanding) lines.push(status.understanding.message);
  if (before !== undefined) lines.push(vscode.l10n.t('At the last save: {0}', framesPerSecond(before)));
  if (lastDay) lines.push(sinceDay(status, lastDay));
  if (!status.fits) lines.push(vscode.l10n.t('The device runs out of memory.'));
  return titled(status.program, lines);
}

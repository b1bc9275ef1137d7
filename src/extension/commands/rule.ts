import * as vscode from 'vscode';
import type { Workbench } from '../feature.ts';
import type { Command } from './index.ts';

const ruleId = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Show rule documentation: of the rule given, of the finding at the cursor, or of one picked from the list. */
export const showRuleDocumentation: Command = async (workbench, argument) => {
  const wanted = typeof argument === 'string' ? argument : ruleAtCursor();
  const isRule = wanted !== undefined && ruleId.test(wanted);
  const rule = isRule ? wanted : await pick(await listRules(workbench));
  if (rule === undefined) return;
  await vscode.commands.executeCommand('markdown.showPreview', await pageOf(workbench, rule));
};

const folderOf = ({ context }: Workbench): vscode.Uri =>
  vscode.Uri.joinPath(context.extensionUri, 'docs', 'rules');

/** The web host serves the extension over HTTP, which lists no folders: there the rules that were found must do. */
async function listRules(workbench: Workbench): Promise<string[]> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(folderOf(workbench));
    const names = entries.map(([name]) => name).filter((name) => name.endsWith('.md'));
    return names.map((name) => name.replace(/\.md$/, '')).filter((name) => ruleId.test(name));
  } catch {
    return foundRules();
  }
}

function foundRules(): string[] {
  const all = vscode.languages.getDiagnostics().flatMap(([, diagnostics]) => diagnostics);
  const ours = all.filter(({ source }) => source?.toLowerCase() === 'ascendcl');
  return [
    ...new Set(ours.flatMap(({ code }) => (typeof code === 'object' ? [String(code.value)] : []))),
  ].sort();
}

function ruleAtCursor(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const found = vscode.languages
    .getDiagnostics(editor.document.uri)
    .find(
      ({ source, range }) => source?.toLowerCase() === 'ascendcl' && range.contains(editor.selection.active),
    );
  return typeof found?.code === 'object' ? String(found.code.value) : undefined;
}

function pick(rules: string[]): Thenable<string | undefined> {
  return vscode.window.showQuickPick(rules, { title: vscode.l10n.t('Rule to read about') });
}

/** The page in the user's language where there is one. */
async function pageOf(workbench: Workbench, rule: string): Promise<vscode.Uri> {
  const english = vscode.Uri.joinPath(folderOf(workbench), `${rule}.md`);
  if (!vscode.env.language.toLowerCase().startsWith('zh')) return english;
  const chinese = vscode.Uri.joinPath(folderOf(workbench), 'zh', `${rule}.md`);
  try {
    await vscode.workspace.fs.stat(chinese);
    return chinese;
  } catch {
    return english;
  }
}

import * as vscode from 'vscode';
import type { Workbench } from '../feature.ts';
import type { Command } from './index.ts';

const ruleId = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Show rule documentation: of the rule given, of the finding at the cursor, or of one picked from the list. */
export const showRuleDocumentation: Command = async (workbench, argument) => {
  const rules = await listRules(workbench);
  const wanted = typeof argument === 'string' ? argument : ruleAtCursor();
  const rule = rules.find((id) => id === wanted) ?? (await pick(rules));
  if (rule === undefined) return;
  await vscode.commands.executeCommand('markdown.showPreview', await pageOf(workbench, rule));
};

const folderOf = ({ context }: Workbench): vscode.Uri =>
  vscode.Uri.joinPath(context.extensionUri, 'docs', 'rules');

async function listRules(workbench: Workbench): Promise<string[]> {
  const entries = await vscode.workspace.fs.readDirectory(folderOf(workbench));
  const names = entries.map(([name]) => name.replace(/\.md$/, ''));
  return names.filter((name) => ruleId.test(name)).sort();
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
  const chinese = vscode.Uri.joinPath(folderOf(workbench), `${rule}.zh-cn.md`);
  try {
    await vscode.workspace.fs.stat(chinese);
    return chinese;
  } catch {
    return english;
  }
}

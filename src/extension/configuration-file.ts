/** The `.acl-perf.json` of a folder: what it says, and what is written to it. */
import * as vscode from 'vscode';
import { ownValue } from '../base/own-value.ts';
import { CONFIG_NAME } from '../server/protocol-sources.ts';
import { inform } from './notices.ts';

interface Configuration {
  device?: unknown;
  profile?: unknown;
  parameters?: Record<string, unknown>;
}

/** @param uri of a document; left out, or in no folder: the first one stands in. */
function fileFor(uri: string | undefined): vscode.Uri | undefined {
  const inside = uri === undefined ? undefined : vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(uri));
  const folder = inside ?? vscode.workspace.workspaceFolders?.[0];
  return folder && vscode.Uri.joinPath(folder.uri, CONFIG_NAME);
}

/**
 * An `.acl-perf.json` goes before the settings: where it says what is asked for, it is opened, with a word why, for the
 * user to change it there. `what`: what it says.
 */
export async function isInConfiguration(
  uri: string | undefined,
  says: (configuration: Configuration) => unknown,
  what: string,
): Promise<boolean> {
  const file = fileFor(uri);
  if (!file) return false;
  const configuration = parsed(await textOf(file));
  if (configuration === undefined || says(configuration) === undefined) return false;
  await vscode.window.showTextDocument(file);
  void inform(
    vscode.l10n.t('{0} is set in {1}, which goes before the settings: change it there.', what, CONFIG_NAME),
  );
  return true;
}

/** A parameter's value among those of the file, which is made where there is none; null takes it out. */
export async function keepInConfiguration(name: string, value: number | null, uri?: string): Promise<void> {
  const file = fileFor(uri);
  if (!file) throw new Error(vscode.l10n.t('Open a folder first: {0} stands in it.', CONFIG_NAME));
  const text = await textOf(file);
  const before = text === undefined ? {} : parsed(text);
  if (before === undefined)
    throw new Error(vscode.l10n.t('{0} could not be read, and is left as it is.', CONFIG_NAME));
  const others = Object.entries(before.parameters ?? {}).filter(([key]) => key !== name);
  const parameters = Object.fromEntries(value === null ? others : [...others, [name, value]]);
  const after = `${JSON.stringify({ ...before, parameters }, undefined, indentOf(text))}\n`;
  if (text === undefined) await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(after));
  else await rewrite(file, after);
}

/** Does the file give this parameter a value? */
export async function saysParameter(name: string, uri?: string): Promise<boolean> {
  const file = fileFor(uri);
  const text = file && (await textOf(file));
  return ownValue(parsed(text)?.parameters, name) !== undefined;
}

/** Through the editor, which may have it open. */
async function rewrite(file: vscode.Uri, text: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(file);
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(file, whole, text);
  if (!(await vscode.workspace.applyEdit(edit)) || !(await document.save()))
    throw new Error(vscode.l10n.t('The editor did not take the change. Is the file read-only?'));
}

/** As the file has it: its first line inside of the braces tells. */
const indentOf = (text = ''): string => /^[^\n]*\n([ \t]+)/.exec(text)?.[1] ?? '  ';

/** As the editor has it where it is open. Undefined where there is none. */
async function textOf(file: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString());
  if (open) return open.getText();
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch {
    return undefined;
  }
}

/** Undefined for what cannot be read: the server tells what is wrong with it. */
function parsed(text: string | undefined): Configuration | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What the suites share: examples in the editor, and waiting for what the server tells. */
import * as vscode from 'vscode';

export const extensionId = 'ascendcl-performance.ascendcl-performance';

export function uriOf(...path: string[]): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder) throw new Error('no folder is open');
  return vscode.Uri.joinPath(folder.uri, ...path);
}

export const openExample = (name: string): Thenable<vscode.TextEditor> =>
  vscode.window.showTextDocument(uriOf(name, 'main.cpp'), { preview: false });

/** Throws away what a test has changed. */
export async function revert(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
}

export const findingsOf = (uri: vscode.Uri): vscode.Diagnostic[] =>
  vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'ascendcl');

export const ruleOf = ({ code }: vscode.Diagnostic): string =>
  String(typeof code === 'object' ? code.value : code);

/** Asks again until `probe` answers something; fails with `what` after `limit` ms: a busy machine is no failure. */
export async function eventually<T>(
  what: string,
  probe: () => T | undefined | Thenable<T | undefined>,
  limit = 60_000,
): Promise<T> {
  const end = Date.now() + limit;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`not in ${limit} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The finding of a rule, once it is there; `where` may ask for more of it. */
export function finding(
  uri: vscode.Uri,
  rule: string,
  where: (found: vscode.Diagnostic) => boolean = () => true,
): Promise<vscode.Diagnostic> {
  return eventually(`${rule} in ${uri.path}`, () =>
    findingsOf(uri).find((each) => ruleOf(each) === rule && where(each)),
  );
}

export const noFinding = (uri: vscode.Uri, rule: string): Promise<boolean> =>
  eventually(
    `no ${rule} in ${uri.path}`,
    () => !findingsOf(uri).some((each) => ruleOf(each) === rule) || undefined,
  );

/** Replaces the first `from` of the document. */
export async function replaceText({ document }: vscode.TextEditor, from: string, to: string): Promise<void> {
  const at = document.getText().indexOf(from);
  if (at < 0) throw new Error(`no ${from} in ${document.uri.path}`);
  const range = new vscode.Range(document.positionAt(at), document.positionAt(at + from.length));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, to);
  await vscode.workspace.applyEdit(edit);
}

/** Where a text begins. */
export function placeOf({ document }: vscode.TextEditor, text: string): vscode.Position {
  const at = document.getText().indexOf(text);
  if (at < 0) throw new Error(`no ${text} in ${document.uri.path}`);
  return document.positionAt(at);
}

interface Report {
  program: string;
  device: { id: string };
  prediction: { qps: number; qpsRange: [number, number]; utilization: Record<string, number> };
}

/** What the command tells of a program that can be predicted: right after a change of settings it may not be one yet. */
export const predict = (): Promise<Report> =>
  eventually('a prediction', async () => {
    const report = await vscode.commands.executeCommand<Partial<Report> | undefined>('ascendcl.predict');
    return report?.prediction ? (report as Report) : undefined;
  });

/** Sets a setting of the user for the time of `test`. */
export async function withSetting(name: string, value: unknown, test: () => Promise<void>): Promise<void> {
  const settings = vscode.workspace.getConfiguration('ascendcl');
  await settings.update(name, value, vscode.ConfigurationTarget.Global);
  try {
    await test();
  } finally {
    await settings.update(name, undefined, vscode.ConfigurationTarget.Global);
  }
}

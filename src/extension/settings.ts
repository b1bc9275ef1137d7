/** Keeps a setting where it belongs: with the workspace where there is one, else with the user. */
import * as vscode from 'vscode';

export async function keepSetting(name: string, value: unknown): Promise<void> {
  const inWorkspace = (vscode.workspace.workspaceFolders?.length ?? 0) > 0;
  const target = inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration('ascendcl').update(name, value, target);
}

/** Sets one parameter's value; null goes back to the source's own. */
export async function keepParameter(name: string, value: number | null): Promise<void> {
  const current = vscode.workspace.getConfiguration('ascendcl').get<Record<string, number>>('parameters', {});
  const others = Object.entries(current).filter(([key]) => key !== name);
  const next = value === null ? others : [...others, [name, value] as const];
  await keepSetting('parameters', next.length > 0 ? Object.fromEntries(next) : undefined);
}

/** Keeps a setting where it belongs: with the workspace where there is one, else with the user. */
import * as vscode from 'vscode';
import { isInConfiguration, keepInConfiguration, saysParameter } from './configuration-file.ts';
import { ownValue } from '../base/own-value.ts';

type Values = Record<string, number>;

function targetOf(): vscode.ConfigurationTarget {
  const inWorkspace = (vscode.workspace.workspaceFolders?.length ?? 0) > 0;
  return inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
}

export async function keepSetting(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('ascendcl').update(name, value, targetOf());
}

/** One function more that others call once a frame. */
export async function keepEntry(name: string): Promise<void> {
  const known = vscode.workspace.getConfiguration('ascendcl').get<string[]>('entries') ?? [];
  if (!known.includes(name)) await keepSetting('entries', [...known, name]);
}

/** Takes a text setting out; where the user's own would show again, an empty one goes before it. */
export async function clearSetting(name: string): Promise<void> {
  const inherited = vscode.workspace.getConfiguration('ascendcl').inspect<string>(name)?.globalValue ?? '';
  await keepSetting(name, inherited === '' ? undefined : '');
}

/**
 * Sets one parameter's value; null goes back to the source's own, wherever another value stands.
 * @param uri a document of the program: its folder may have a value of its own.
 */
export async function keepParameter(name: string, value: number | null, uri?: string): Promise<void> {
  if (value === null && (await saysParameter(name, uri))) await keepInConfiguration(name, null, uri);
  if (await isInConfiguration(uri, ({ parameters }) => ownValue(parameters, name), name)) return;
  for (const { place, values } of placesToChange(name, value, uri)) {
    const others = Object.fromEntries(Object.entries(values).filter(([key]) => key !== name));
    const next = value === null ? others : { ...others, [name]: value };
    const scope = uri === undefined ? undefined : vscode.Uri.parse(uri);
    const settings = vscode.workspace.getConfiguration('ascendcl', scope);
    await settings.update('parameters', Object.keys(next).length > 0 ? next : undefined, place);
  }
}

/** Where the value is to be taken out of, or the one place that it is to be put in: the last that has one, or its own. */
function placesToChange(name: string, value: number | null, uri?: string) {
  const scope = uri === undefined ? undefined : vscode.Uri.parse(uri);
  const found = vscode.workspace.getConfiguration('ascendcl', scope).inspect<Values>('parameters');
  const places = [
    { place: vscode.ConfigurationTarget.Global, values: found?.globalValue ?? {} },
    { place: vscode.ConfigurationTarget.Workspace, values: found?.workspaceValue ?? {} },
    { place: vscode.ConfigurationTarget.WorkspaceFolder, values: found?.workspaceFolderValue ?? {} },
  ];
  const holding = places.filter(({ values }) => ownValue(values, name) !== undefined);
  if (value === null) return holding;
  const last = holding.at(-1)?.place ?? vscode.ConfigurationTarget.Global;
  const target = Math.max(last, targetOf());
  return places.filter(({ place }) => place === target);
}

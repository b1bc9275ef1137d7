/** Keeps a setting where it belongs: with the workspace where there is one, else with the user. */
import * as vscode from 'vscode';
import { CONFIG_NAME } from '../server/protocol-sources.ts';
import { inform } from './notices.ts';
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
  if (await isInConfiguration(uri, ({ parameters }) => ownValue(parameters, name), name)) return;
  const scope = uri === undefined ? undefined : vscode.Uri.parse(uri);
  const settings = vscode.workspace.getConfiguration('ascendcl', scope);
  const found = settings.inspect<Values>('parameters');
  const places = [
    [vscode.ConfigurationTarget.Global, found?.globalValue],
    [vscode.ConfigurationTarget.Workspace, found?.workspaceValue],
    [vscode.ConfigurationTarget.WorkspaceFolder, found?.workspaceFolderValue],
  ] as const;
  const holding = places.filter(([, values]) => ownValue(values, name) !== undefined);
  const last = holding.at(-1)?.[0] ?? vscode.ConfigurationTarget.Global;
  const target = Math.max(last, targetOf());
  for (const [place, values = {}] of places) {
    const isHere = holding.some(([other]) => other === place);
    if (value === null ? !isHere : place !== target) continue;
    const others = Object.fromEntries(Object.entries(values).filter(([key]) => key !== name));
    const next = value === null ? others : { ...others, [name]: value };
    await settings.update('parameters', Object.keys(next).length > 0 ? next : undefined, place);
  }
}

interface Configuration {
  device?: unknown;
  profile?: unknown;
  parameters?: Record<string, unknown>;
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
  const inside = uri === undefined ? undefined : vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(uri));
  const folder = inside ?? vscode.workspace.workspaceFolders?.[0];
  if (!folder) return false;
  const file = vscode.Uri.joinPath(folder.uri, CONFIG_NAME);
  const configuration = await readConfiguration(file);
  if (configuration === undefined || says(configuration) === undefined) return false;
  await vscode.window.showTextDocument(file);
  void inform(
    vscode.l10n.t('{0} is set in {1}, which goes before the settings: change it there.', what, CONFIG_NAME),
  );
  return true;
}

/** Undefined where there is none, or none that can be read: the server tells what is wrong with it. */
async function readConfiguration(file: vscode.Uri): Promise<Configuration | undefined> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

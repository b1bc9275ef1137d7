/** What VS Code itself says of the extension's activation. */
import * as vscode from 'vscode';
import { eventually, extensionId } from '../../test/in-host/support.ts';

export interface Activation {
  /** Reading and running the main bundle, ms. */
  load: number;
  /** The call of `activate`, ms. */
  call: number;
  /** Until what `activate` has begun was done, ms. */
  finish: number;
}

/** The row of the table "Activated extensions" that Developer: Startup Performance writes. */
function rowOf(text: string): Activation | undefined {
  const row = text.split('\n').find((line) => line.includes(extensionId));
  const [load, call, finish] = row?.split('|').slice(3, 6).map(Number) ?? [];
  if (load === undefined || call === undefined || finish === undefined) return undefined;
  return { load, call, finish };
}

export async function activationTimes(): Promise<Activation> {
  await vscode.commands.executeCommand('perfview.show');
  const times = await eventually('the startup performance', () => {
    const page = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'perf');
    return rowOf(page?.getText() ?? '');
  });
  await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  return times;
}

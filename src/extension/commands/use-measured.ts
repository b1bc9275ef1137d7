/** Use the measured value, of one constant or of all: kept in the workspace's file of what was measured. */
import * as vscode from 'vscode';
import { requests } from '../../server/protocol.ts';
import type { Command } from './index.ts';

/** @param argument a constant, or of a lens `[constant, program]`; without it all that the last comparison tells */
export const useMeasured: Command = async ({ link, programs }, argument) => {
  const [constant, named] = [argument].flat();
  const program = typeof named === 'string' ? named : programs.active?.program;
  if (program === undefined)
    throw new Error(vscode.l10n.t('There is no program any more: open its source again.'));
  const all = programs.comparisonOf(program)?.values.map((value) => value.constant) ?? [];
  const constants = typeof constant === 'string' ? [constant] : all;
  const file = await link.request(requests.useMeasured, { program, constants });
  if (!file)
    throw new Error(
      vscode.l10n.t('There is nothing to keep: open the folder, and compare with a measurement first.'),
    );
  const uri = vscode.Uri.parse(file.uri);
  if (file.isNew && (await isThere(uri)))
    throw new Error(vscode.l10n.t('{0} could not be read, and is left as it is.', nameOf(uri)));
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(file.text));
  void tell(uri, constants);
};

const nameOf = (uri: vscode.Uri): string => uri.path.split('/').at(-1) ?? uri.path;

async function isThere(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

async function tell(uri: vscode.Uri, constants: readonly string[]): Promise<void> {
  const open = vscode.l10n.t('Open');
  const said = vscode.l10n.t(
    '{0} holds what was measured of {1}; predictions take it.',
    nameOf(uri),
    constants.join(', '),
  );
  if ((await vscode.window.showInformationMessage(said, open)) === open)
    await vscode.window.showTextDocument(uri);
}

import * as vscode from 'vscode';
import type { Command } from './index.ts';

export const restartServer: Command = async ({ link, log, programs }) => {
  log.info(vscode.l10n.t('Restarting the language server.'));
  const options = {
    location: vscode.ProgressLocation.Window,
    title: vscode.l10n.t('Restarting AscendCL server…'),
  };
  await vscode.window.withProgress(options, () => link.restart());
  await programs.refresh();
};

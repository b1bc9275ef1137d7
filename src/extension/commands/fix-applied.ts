import * as vscode from 'vscode';

/** Ticks off the walkthrough's step: called when a fix has been applied, by the light bulb or in the panel. */
export async function fixApplied(): Promise<void> {
  await vscode.commands.executeCommand('setContext', 'ascendcl.fixApplied', true);
}

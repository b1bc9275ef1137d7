import * as vscode from 'vscode';
import { keepEntry } from '../settings.ts';
import { anyReport } from './active-program.ts';
import type { Command } from './index.ts';
import { inform } from '../notices.ts';

/** Choose entry…: a function that others call once a frame is read as a program of its own, which is then in view. */
export const chooseEntry: Command = async (workbench, argument) => {
  const chosen = typeof argument === 'string' ? argument : await pick(workbench);
  if (chosen === undefined) return;
  // Where it stands tells it from others of its name, and is no part of that.
  await keepEntry(chosen.replace(/ \(.*\)$/, ''));
  await workbench.programs.refresh();
  workbench.programs.choose(chosen);
};

async function pick(workbench: Parameters<Command>[0]): Promise<string | undefined> {
  const { missing, program } = await anyReport(workbench);
  const names = new Set(missing.flatMap(({ entry }) => entry ?? []));
  if (names.size === 0) {
    const message = vscode.l10n.t('Every function of {0} that gives the device work is followed.', program);
    return void (await inform(message));
  }
  const title = vscode.l10n.t('Function that others call once a frame');
  return vscode.window.showQuickPick([...names], { title });
}

/** Export report: Markdown, JSON, CSV, Chrome trace or one HTML file, written where the user says. */
import * as v from 'valibot';
import * as vscode from 'vscode';
import { exportFormats, requests } from '../../server/protocol.ts';
import type { ParameterValues } from '../../server/protocol-shapes.ts';
import type { Workbench } from '../feature.ts';
import { activeProgram } from './active-program.ts';
import type { Command } from './index.ts';
import { inform } from '../notices.ts';

type Format = (typeof exportFormats)[number];

const choices = (): { label: string; detail: string; format: Format }[] => [
  {
    label: 'Markdown',
    detail: vscode.l10n.t('A report to paste into an issue or a review'),
    format: 'markdown',
  },
  {
    label: 'HTML',
    detail: vscode.l10n.t('One file with the same charts, which opens in any browser'),
    format: 'html',
  },
  { label: 'JSON', detail: vscode.l10n.t('The prediction, as acl-perf predict prints it'), format: 'json' },
  { label: 'CSV', detail: vscode.l10n.t('Utilization by resource, for a spreadsheet'), format: 'csv' },
  {
    label: 'Chrome trace',
    detail: vscode.l10n.t('The timeline, for Perfetto or chrome://tracing'),
    format: 'trace',
  },
];

/** As a keybinding or another extension may give it: nothing is asked then. */
const unattendedSchema = v.object({
  format: v.picklist(exportFormats),
  target: v.custom<vscode.Uri>((value) => value instanceof vscode.Uri),
});

export const exportReport: Command = async (workbench, argument) => {
  const { program } = await activeProgram(workbench);
  const unattended = v.safeParse(unattendedSchema, argument);
  if (unattended.success) {
    const { format, target } = unattended.output;
    const { bytes } = await reportFile(workbench, program, format, {});
    return vscode.workspace.fs.writeFile(target, bytes);
  }
  const picked = await vscode.window.showQuickPick(choices(), {
    title: vscode.l10n.t('Export the report of {0} as', program),
  });
  if (picked) await exportAs(workbench, program, picked.format, {});
};

async function reportFile(
  { link }: Workbench,
  program: string,
  format: Format,
  settings: ParameterValues,
): Promise<{ fileName: string; bytes: Uint8Array }> {
  const file = await link.request(requests.export, { program, format, settings });
  if (!file) throw new Error(vscode.l10n.t('{0} has changed meanwhile. Try again.', program));
  return { fileName: file.fileName, bytes: new TextEncoder().encode(file.text) };
}

/** Asks the server for the text and the user for the place, which is the answer; null for none. */
export async function exportAs(
  workbench: Workbench,
  program: string,
  format: Format,
  settings: ParameterValues,
): Promise<string | null> {
  const { fileName, bytes } = await reportFile(workbench, program, format, settings);
  return save(fileName, bytes);
}

/** The name of the file as the workspace has it; null where the user wanted none. */
export async function save(fileName: string, bytes: Uint8Array): Promise<string | null> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog(
    folder ? { defaultUri: vscode.Uri.joinPath(folder, fileName) } : {},
  );
  if (!target) return null;
  await vscode.workspace.fs.writeFile(target, bytes);
  const open = vscode.l10n.t('Open');
  const name = vscode.workspace.asRelativePath(target);
  const saved = vscode.l10n.t('Saved {0}', name);
  // Not awaited: whoever has asked for the file has it, however long the message stays.
  void inform(saved, open).then((picked) => {
    if (picked === open) void vscode.commands.executeCommand('vscode.open', target);
  });
  return name;
}

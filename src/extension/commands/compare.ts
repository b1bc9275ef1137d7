/** Compare with measurement…: pick files of a profiler or a log, set them beside the prediction. */
import * as vscode from 'vscode';
import { requests } from '../../server/protocol.ts';
import type { Command } from './index.ts';
import { activeReport } from './active-program.ts';
import { showFull } from '../panel/full.ts';

const largestMeasurement = 64 * 1024 * 1024;

async function readMeasurement(uri: vscode.Uri): Promise<{ name: string; text: string }> {
  const name = uri.path.split('/').at(-1) ?? uri.path;
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > largestMeasurement) {
    throw new Error(vscode.l10n.t('{0} is too large to compare (over 64 MiB): export a shorter run.', name));
  }
  return { name, text: new TextDecoder('utf-8').decode(await vscode.workspace.fs.readFile(uri)) };
}

async function pickFiles(argument: unknown): Promise<vscode.Uri[]> {
  if (argument instanceof vscode.Uri) return [argument];
  const picked = await vscode.window.showOpenDialog({
    canSelectMany: true,
    title: vscode.l10n.t('Measurements: msprof CSV or JSON, npu-smi, ais_bench, or the application’s log'),
    filters: {
      [vscode.l10n.t('Measurements')]: ['csv', 'json', 'log', 'txt'],
      [vscode.l10n.t('All files')]: ['*'],
    },
  });
  if (!picked) throw new vscode.CancellationError();
  return picked;
}

export const compare: Command = async (workbench, argument) => {
  const { program } = await activeReport(workbench);
  const files = await Promise.all((await pickFiles(argument)).map(readMeasurement));
  const comparison = await workbench.link.request(requests.compare, { program, files });
  if (!comparison) throw new Error(vscode.l10n.t('{0} has changed meanwhile. Try again.', program));
  for (const note of comparison.notes) workbench.log.info(`Comparison: ${note}`);
  workbench.programs.keepComparison(program, comparison);
  showFull(workbench, 'compare');
};

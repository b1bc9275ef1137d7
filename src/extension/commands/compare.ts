/** Compare with measurement…: pick files of a profiler, a folder of them or a log, and set them beside the prediction. */
import * as vscode from 'vscode';
import { requests } from '../../server/protocol.ts';
import type { Comparison, MeasurementFile } from '../../server/protocol.ts';
import type { Workbench } from '../feature.ts';
import { type Gathered, Gathering, gathering } from '../measurements/found.ts';
import { Sender } from '../measurements/send.ts';
import type { Command } from './index.ts';
import { activeReport } from './active-program.ts';
import { showFull } from '../panel/full.ts';

/** Notes that one message has room for; the output channel has all. */
const mostNotes = 3;

async function pickFiles(argument: unknown): Promise<vscode.Uri[]> {
  if (argument instanceof vscode.Uri) return [argument];
  const selected = Array.isArray(argument) ? argument.filter((each) => each instanceof vscode.Uri) : [];
  if (selected.length > 0) return selected;
  return ask({
    canSelectMany: true,
    title: vscode.l10n.t(
      'Measurements: msprof CSV, JSON or database, npu-smi, ais_bench, or the application’s log',
    ),
    filters: {
      [vscode.l10n.t('Measurements')]: ['csv', 'json', 'db', 'log', 'txt'],
      [vscode.l10n.t('All files')]: ['*'],
    },
  });
}

/** Nearly no system has a dialog for files and folders alike. */
const pickFolders = (): Promise<vscode.Uri[]> =>
  ask({
    canSelectFiles: false,
    canSelectFolders: true,
    canSelectMany: true,
    title: vscode.l10n.t('Folders of measurements, as PROF_* of msprof'),
    openLabel: vscode.l10n.t('Compare'),
  });

async function ask(options: vscode.OpenDialogOptions): Promise<vscode.Uri[]> {
  const picked = await vscode.window.showOpenDialog(options);
  if (!picked) throw new vscode.CancellationError();
  return picked;
}

/** @param gathered what to compare with, gathered while the work is shown */
async function compareWith(
  { link }: Workbench,
  program: string,
  { files: found, notes: before }: Gathered,
  cancellation: vscode.CancellationToken,
): Promise<Comparison> {
  const files: MeasurementFile[] = [];
  const sender = new Sender(link, cancellation);
  for (const each of found) files.push(await sender.send(each));
  const comparison = await link.request(requests.compare, { program, files }, cancellation);
  if (cancellation.isCancellationRequested) throw new vscode.CancellationError();
  if (!comparison) throw new Error(vscode.l10n.t('{0} has changed meanwhile. Try again.', program));
  const { rows, runs, lines } = comparison;
  const notes = [...before, ...comparison.notes];
  // What was compared before stays where this brings nothing.
  if (rows.length + runs.length + lines.length === 0)
    throw new Error(
      notes.length === 0
        ? vscode.l10n.t('There is no measurement among these files.')
        : vscode.l10n.t('There is nothing to compare: {0}', notes.slice(0, mostNotes).join('; ')),
    );
  return { ...comparison, notes };
}

/** Sets what is gathered beside the program's prediction, and shows both. @throws Error where nothing can be */
async function compareGathered(workbench: Workbench, program: string, given: Gathering): Promise<void> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Comparing {0} with what was measured…', program),
    cancellable: true,
  };
  const comparison = await vscode.window.withProgress(options, async (_, cancellation) =>
    compareWith(workbench, program, await given.all(cancellation), cancellation),
  );
  for (const note of comparison.notes) workbench.log.info(vscode.l10n.t('Comparison: {0}', note));
  workbench.programs.keepComparison(program, comparison);
  showFull(workbench, 'compare');
}

const compareBy =
  (pick: (argument: unknown) => Promise<vscode.Uri[]>): Command =>
  async (workbench, argument) => {
    const { program } = await activeReport(workbench);
    const given = argument instanceof Gathering ? argument : gathering(await pick(argument));
    await compareGathered(workbench, program, given);
  };

export const compare = compareBy(pickFiles);
export const compareFolder = compareBy(pickFolders);

/** Compare with measurement…: pick files of a profiler or a log, set them beside the prediction. */
import * as vscode from 'vscode';
import { decoderFor } from '../../base/text-decoder.ts';
import { requests } from '../../server/protocol.ts';
import type { Comparison, MeasurementFile } from '../../server/protocol.ts';
import type { Workbench } from '../feature.ts';
import type { Command } from './index.ts';
import { activeReport } from './active-program.ts';
import { showFull } from '../panel/full.ts';

const largestMeasurement = 64 * 1024 * 1024;

/** Bytes sent in one message: a longer one would hold the extension host up. */
const piece = 512 * 1024;
let lastToken = 0;

/** Notes that one message has room for; the output channel has all. */
const mostNotes = 3;

async function sendMeasurement(
  { link }: Workbench,
  uri: vscode.Uri,
  cancellation: vscode.CancellationToken,
): Promise<MeasurementFile> {
  const name = uri.path.split('/').at(-1) ?? uri.path;
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > largestMeasurement) {
    throw new Error(vscode.l10n.t('{0} is too large to compare (over 64 MiB): export a shorter run.', name));
  }
  const bytes = await vscode.workspace.fs.readFile(uri);
  const decoder = decoderFor(bytes);
  const token = `measurement-${++lastToken}`;
  for (let at = 0; at === 0 || at < bytes.length; at += piece) {
    const more = at + piece < bytes.length;
    if (cancellation.isCancellationRequested) throw new vscode.CancellationError();
    const text = decoder.decode(bytes.subarray(at, at + piece), more);
    await link.request(requests.upload, { token, text });
  }
  return { name, upload: token };
}

async function pickFiles(argument: unknown): Promise<vscode.Uri[]> {
  if (argument instanceof vscode.Uri) return [argument];
  const selected = Array.isArray(argument) ? argument.filter((each) => each instanceof vscode.Uri) : [];
  if (selected.length > 0) return selected;
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

async function compareWith(
  workbench: Workbench,
  program: string,
  uris: readonly vscode.Uri[],
  cancellation: vscode.CancellationToken,
): Promise<Comparison> {
  const files: MeasurementFile[] = [];
  for (const uri of uris) files.push(await sendMeasurement(workbench, uri, cancellation));
  const comparison = await workbench.link.request(requests.compare, { program, files }, cancellation);
  if (cancellation.isCancellationRequested) throw new vscode.CancellationError();
  if (!comparison) throw new Error(vscode.l10n.t('{0} has changed meanwhile. Try again.', program));
  const { rows, runs, lines, notes } = comparison;
  // What was compared before stays where this brings nothing.
  if (rows.length + runs.length + lines.length === 0)
    throw new Error(vscode.l10n.t('There is nothing to compare: {0}', notes.slice(0, mostNotes).join('; ')));
  return comparison;
}

export const compare: Command = async (workbench, argument) => {
  const { program } = await activeReport(workbench);
  const uris = await pickFiles(argument);
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Comparing {0} with what was measured…', program),
    cancellable: true,
  };
  const comparison = await vscode.window.withProgress(options, (_, cancellation) =>
    compareWith(workbench, program, uris, cancellation),
  );
  for (const note of comparison.notes) workbench.log.info(vscode.l10n.t('Comparison: {0}', note));
  workbench.programs.keepComparison(program, comparison);
  showFull(workbench, 'compare');
};

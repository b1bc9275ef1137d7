/** Compare with measurement…: pick files of a profiler or a log, set them beside the prediction. */
import * as vscode from 'vscode';
import { isDatabase } from '../../base/sqlite-magic.ts';
import { decoderFor } from '../../base/text-decoder.ts';
import { bytesToText } from '../../server/protocol-bytes.ts';
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

const nameOf = ({ path }: vscode.Uri): string => path.split('/').at(-1) ?? path;

async function read(uri: vscode.Uri): Promise<Uint8Array> {
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size <= largestMeasurement) return vscode.workspace.fs.readFile(uri);
  throw new Error(
    vscode.l10n.t(
      '{0} is too large to compare here (over 64 MiB): export a shorter run, or use acl-perf compare, which reads larger ones.',
      nameOf(uri),
    ),
  );
}

/** Rows of a database that the profiler has not merged; undefined where there are none, or none that can be seen. */
async function logOf(database: vscode.Uri): Promise<Uint8Array | undefined> {
  const log = database.with({ path: `${database.path}-wal` });
  const isThere = await vscode.workspace.fs.stat(log).then(
    ({ size }) => size > 0,
    () => false,
  );
  return isThere ? read(log) : undefined;
}

class Sender {
  constructor(
    private readonly link: Workbench['link'],
    private readonly cancellation: vscode.CancellationToken,
  ) {}

  async send(uri: vscode.Uri): Promise<MeasurementFile> {
    const name = nameOf(uri);
    const bytes = await read(uri);
    if (!isDatabase(bytes)) {
      const decoder = decoderFor(bytes);
      return { name, upload: await this.upload(bytes, (part, more) => decoder.decode(part, more)) };
    }
    const log = await logOf(uri);
    const database = await this.upload(bytes, bytesToText);
    return { name, database, ...(log && { log: await this.upload(log, bytesToText) }) };
  }

  /** Gives the token. */
  private async upload(
    bytes: Uint8Array,
    textOf: (part: Uint8Array, more: boolean) => string,
  ): Promise<string> {
    const token = `measurement-${++lastToken}`;
    for (let at = 0; at === 0 || at < bytes.length; at += piece) {
      if (this.cancellation.isCancellationRequested) throw new vscode.CancellationError();
      const text = textOf(bytes.subarray(at, at + piece), at + piece < bytes.length);
      await this.link.request(requests.upload, { token, text });
    }
    return token;
  }
}

async function pickFiles(argument: unknown): Promise<vscode.Uri[]> {
  if (argument instanceof vscode.Uri) return [argument];
  const selected = Array.isArray(argument) ? argument.filter((each) => each instanceof vscode.Uri) : [];
  if (selected.length > 0) return selected;
  const picked = await vscode.window.showOpenDialog({
    canSelectMany: true,
    title: vscode.l10n.t(
      'Measurements: msprof CSV, JSON or database, npu-smi, ais_bench, or the application’s log',
    ),
    filters: {
      [vscode.l10n.t('Measurements')]: ['csv', 'json', 'db', 'log', 'txt'],
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
  const sender = new Sender(workbench.link, cancellation);
  for (const uri of uris) files.push(await sender.send(uri));
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

/** The program that a command is about. */
import * as vscode from 'vscode';
import type { ProgramReport, ProgramStatus } from '../../server/protocol.ts';
import type { AnyReport } from '../programs.ts';
import type { Workbench } from '../feature.ts';
import { inform } from '../notices.ts';

/** Brings the programs up to date; where there is none, says what to do and ends the command. */
export async function activeProgram({ programs }: Workbench, named?: unknown): Promise<ProgramStatus> {
  await programs.refresh();
  if (typeof named === 'string') programs.choose(named);
  const { active } = programs;
  if (active) return active;
  await sayNone();
  throw new vscode.CancellationError();
}

/** Ends the command, with the reason, where the program has no rate. */
export async function activeReport(workbench: Workbench, named?: unknown): Promise<ProgramReport> {
  const report = await anyReport(workbench, named);
  if (report.prediction !== null) return report;
  throw new Error(report.problem);
}

export async function anyReport(workbench: Workbench, named?: unknown): Promise<AnyReport> {
  const { program } = await activeProgram(workbench, named);
  const report = await workbench.programs.report();
  if (report) return report;
  throw new Error(
    vscode.l10n.t('{0} can no longer be predicted: it has changed or is gone. Try again.', program),
  );
}

async function sayNone(): Promise<void> {
  const example = vscode.l10n.t('Open an Example');
  const message = vscode.l10n.t(
    'No AscendCL program found: open a folder with C++ source that has a main function and calls AscendCL (acl/acl.h).',
  );
  const picked = await inform(message, example);
  if (picked === example) await vscode.commands.executeCommand('ascendcl.openExample');
}

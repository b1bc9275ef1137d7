/** Sweep…: pick one or two parameters and their values, run with progress, show the curves. */
import * as vscode from 'vscode';
import type { ParameterState } from '../../server/protocol-shapes.ts';
import type { Command } from './index.ts';
import { activeReport } from './active-program.ts';
import { valueText } from './parameter.ts';
import { runSweep } from '../sweep.ts';
import { byRole, parseValues, suggestedValues } from '../../webview/values.ts';
import { showFull } from '../panel/full.ts';
import { inform } from '../notices.ts';

const mostConfigurations = 1000;

async function pickParameters(parameters: ParameterState[]): Promise<ParameterState[]> {
  const items = byRole(parameters).map((parameter) => ({
    label: parameter.name,
    description: [valueText(parameter), parameter.evidence].filter(Boolean).join(' · '),
    detail: parameter.description ?? '',
    parameter,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    title: vscode.l10n.t('Sweep: which parameters to vary (one or two)'),
    matchOnDescription: true,
  });
  if (!picked || picked.length === 0) throw new vscode.CancellationError();
  if (picked.length > 2)
    throw new Error(vscode.l10n.t('Choose one parameter or two: curves of more cannot be drawn.'));
  return picked.map(({ parameter }) => parameter);
}

async function askValues(parameter: ParameterState): Promise<number[]> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Values of {0}', parameter.name),
    prompt: vscode.l10n.t('A range such as 1..8, or a list such as 16,32,64'),
    value: suggestedValues(parameter).join(','),
    validateInput: (input) =>
      parseValues(input, parameter.range)
        ? undefined
        : vscode.l10n.t('Write 1..8 or 16,32,64, within {0} to {1}.', ...parameter.range),
  });
  const values = text === undefined ? undefined : parseValues(text, parameter.range);
  if (!values) throw new vscode.CancellationError();
  return values;
}

export const sweep: Command = async (workbench, argument) => {
  const report = await activeReport(workbench, argument);
  if (report.parameters.length === 0) {
    const message = vscode.l10n.t(
      '{0} has no parameter to vary: every number is fixed in its source.',
      report.program,
    );
    return void (await inform(message));
  }
  const vary: { name: string; values: number[] }[] = [];
  for (const parameter of await pickParameters(report.parameters)) {
    vary.push({ name: parameter.name, values: await askValues(parameter) });
  }
  const count = vary.reduce((product, { values }) => product * values.length, 1);
  if (count > mostConfigurations) {
    throw new Error(
      vscode.l10n.t('{0} configurations are too many: choose at most {1}.', count, mostConfigurations),
    );
  }
  const result = await withProgress(workbench, report.program, vary);
  if (result) showFull(workbench, 'curves');
};

function withProgress(
  workbench: Parameters<Command>[0],
  program: string,
  vary: { name: string; values: number[] }[],
): Thenable<unknown> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Sweeping {0}', vary.map(({ name }) => name).join(' × ')),
    cancellable: true,
  };
  return vscode.window.withProgress(options, (progress, token) => {
    let before = 0;
    return runSweep(workbench, { program, settings: {}, vary }, token, (done, total) => {
      progress.report({ increment: ((done - before) / total) * 100, message: `${done} / ${total}` });
      before = done;
    });
  });
}

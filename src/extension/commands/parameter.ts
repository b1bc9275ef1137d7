import * as vscode from 'vscode';
import type { ParameterState } from '../../server/protocol-shapes.ts';
import { byRole } from '../../webview/values.ts';
import { number, unitName } from '../../webview/words.ts';
import { keepParameter } from '../settings.ts';
import { activeReport } from './active-program.ts';
import type { Command } from './index.ts';
import { inform } from '../notices.ts';

/** Set parameter…: pick one, write its value; empty takes the source's own again. */
export const setParameter: Command = async (workbench, argument) => {
  const { parameters, program, uri } = await activeReport(workbench);
  if (parameters.length === 0) {
    const message = vscode.l10n.t('{0} has no parameter: every number is fixed in its source.', program);
    return void (await inform(message));
  }
  const named = parameters.find(({ name }) => name === argument);
  const parameter = named ?? (await pick(parameters));
  if (!parameter) return;
  const text = await askValue(parameter);
  if (text !== undefined) await keepParameter(parameter.name, text === '' ? null : Number(text), uri);
};

/** The value in force, with its unit. */
export const valueText = ({ value, unit }: ParameterState): string =>
  `${number(value)} ${unitName(unit)}`.trim();

async function pick(parameters: ParameterState[]): Promise<ParameterState | undefined> {
  const items = byRole(parameters).map((parameter) => ({
    label: parameter.name,
    description: valueText(parameter),
    detail: parameter.description ?? parameter.evidence ?? '',
    parameter,
  }));
  const title = vscode.l10n.t('Parameter to set');
  return (await vscode.window.showQuickPick(items, { title, matchOnDetail: true }))?.parameter;
}

function askValue({ name, value, sourceValue, range }: ParameterState): Thenable<string | undefined> {
  const [low, high] = range;
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Value of {0}', name),
    prompt: vscode.l10n.t('From {0} to {1}; empty for the source’s own ({2})', low, high, sourceValue),
    value: String(value),
    validateInput: (input) => {
      const wanted = Number(input);
      const good = input === '' || (Number.isFinite(wanted) && wanted >= low && wanted <= high);
      return good ? undefined : vscode.l10n.t('A number from {0} to {1}', low, high);
    },
  });
}

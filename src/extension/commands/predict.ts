import * as vscode from 'vscode';
import type { Command } from './index.ts';
import { activeReport } from './active-program.ts';
import { showFull } from '../panel/full.ts';

/** Predicts and shows the side panel; `argument` may name the program (code lens). Answers the prediction to other extensions. */
export const predict: Command = async (workbench, argument) => {
  const title = vscode.l10n.t('Predicting throughput…');
  const options = { location: { viewId: 'ascendcl.panel' }, title };
  const report = await vscode.window.withProgress(options, () => activeReport(workbench, argument));
  const { qps, qpsRange, bottleneck } = report.prediction;
  workbench.log.info(
    `${report.program} on ${report.device.name}: ${qps.toFixed(1)} frames/s (${qpsRange[0].toFixed(1)} to ${qpsRange[1].toFixed(1)}), ${bottleneck.resource} ${(bottleneck.utilization * 100).toFixed(0)} % busy`,
  );
  await vscode.commands.executeCommand('ascendcl.panel.focus', { preserveFocus: true });
  return report;
};

export const openTimeline: Command = async (workbench, argument) => {
  await activeReport(workbench, argument);
  showFull(workbench, 'timeline');
};

import * as vscode from 'vscode';
import type { Command } from './index.ts';
import { activeReport } from './active-program.ts';
import { bottleneckSentence, framesPerSecond, rateRange } from '../../webview/words.ts';
import { showFull } from '../panel/full.ts';

/** Predicts and shows the side panel; `argument` may name the program (code lens). Answers the prediction to other extensions. */
export const predict: Command = async (workbench, argument) => {
  const title = vscode.l10n.t('Predicting throughput…');
  const options = { location: { viewId: 'ascendcl.panel' }, title };
  const report = await vscode.window.withProgress(options, () => activeReport(workbench, argument));
  const { qps, qpsRange, bottleneck } = report.prediction;
  workbench.log.info(
    vscode.l10n.t(
      '{0} on {1}: {2} ({3}). {4}',
      report.program,
      report.device.name,
      framesPerSecond(qps),
      rateRange(...qpsRange),
      bottleneckSentence(bottleneck.resource, bottleneck.utilization),
    ),
  );
  await vscode.commands.executeCommand('ascendcl.panel.focus', { preserveFocus: true });
  return report;
};

export const openTimeline: Command = async (workbench, argument) => {
  await activeReport(workbench, argument);
  showFull(workbench, 'timeline');
};

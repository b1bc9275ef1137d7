import * as vscode from 'vscode';
import type { Command } from './index.ts';
import { activeReport, anyReport } from './active-program.ts';
import { bottleneckSentence, framesPerSecond, rateRange } from '../../webview/words.ts';
import type { AnyReport } from '../programs.ts';
import { showFull } from '../panel/full.ts';

/** Predicts and shows the side panel; `argument` may name the program (code lens). Answers the prediction to other extensions. */
export const predict: Command = async (workbench, argument) => {
  const title = vscode.l10n.t('Predicting throughput…');
  const options = { location: { viewId: 'ascendcl.panel' }, title };
  const report = await vscode.window.withProgress(options, () => anyReport(workbench, argument));
  workbench.log.info(inOneLine(report));
  await vscode.commands.executeCommand('ascendcl.panel.focus', { preserveFocus: true });
  return report;
};

function inOneLine({ program, device, ...report }: AnyReport): string {
  if (report.prediction === null) return `${program}: ${report.problem}`;
  const { qps, qpsRange, bottleneck } = report.prediction;
  return vscode.l10n.t(
    '{0} on {1}: {2} ({3}). {4}',
    program,
    device.name,
    framesPerSecond(qps),
    rateRange(...qpsRange),
    bottleneckSentence(bottleneck.resource, bottleneck.utilization),
  );
}

export const openTimeline: Command = async (workbench, argument) => {
  await activeReport(workbench, argument);
  showFull(workbench, 'timeline');
};

/** Of a program that is still to be written: it needs none. */
export const plan: Command = (workbench) => Promise.resolve(showFull(workbench, 'plan'));

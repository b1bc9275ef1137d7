/** All commands; each file registers its own. A command that fails says what happened and where to read more. */
import * as vscode from 'vscode';
import type { SourceRange } from '../../pipeline/source.ts';
import type { Workbench } from '../feature.ts';
import { reveal } from '../locations.ts';
import { compare, compareFolder } from './compare.ts';
import { createConfiguration } from './configuration.ts';
import { selectDevice } from './device.ts';
import { chooseEntry } from './entry.ts';
import { openExample } from './example.ts';
import { exportReport } from './export.ts';
import { fixApplied } from './fix-applied.ts';
import type { CommandId } from './ids.ts';
import { openTimeline, plan, predict } from './predict.ts';
import { setParameter } from './parameter.ts';
import { showRuleDocumentation } from './rule.ts';
import { restartServer } from './restart.ts';
import { sweep } from './sweep.ts';
import { useMeasured } from './use-measured.ts';
import { reasonOf } from '../reason.ts';
import { complain } from '../notices.ts';

/** `argument` comes from links and keybindings: each command checks its own. */
export type Command = (workbench: Workbench, argument: unknown) => Promise<unknown>;

const all: Record<CommandId, Command> = {
  'ascendcl.predict': predict,
  'ascendcl.openTimeline': openTimeline,
  'ascendcl.sweep': sweep,
  'ascendcl.plan': plan,
  'ascendcl.compare': compare,
  'ascendcl.compareFolder': compareFolder,
  'ascendcl.useMeasured': useMeasured,
  'ascendcl.selectDevice': selectDevice,
  'ascendcl.setParameter': setParameter,
  'ascendcl.chooseEntry': chooseEntry,
  'ascendcl.createConfiguration': createConfiguration,
  'ascendcl.showRuleDocumentation': showRuleDocumentation,
  'ascendcl.restartServer': restartServer,
  'ascendcl.exportReport': exportReport,
  'ascendcl.openExample': openExample,
  'ascendcl.showOutput': ({ log }) => Promise.resolve(log.show()),
  'ascendcl.openSettings': async () => {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'ascendcl');
  },
  'ascendcl.openWalkthrough': async ({ context }) => {
    const id = `${context.extension.id}#ascendcl.start`;
    await vscode.commands.executeCommand('workbench.action.openWalkthrough', id, false);
  },
  'ascendcl.fixApplied': () => fixApplied(),
  // For tree items, whose argument comes from this extension itself.
  'ascendcl.goTo': (_, argument) => reveal(argument as SourceRange),
};

export async function runCommand(workbench: Workbench, id: CommandId, argument: unknown): Promise<unknown> {
  try {
    return await all[id](workbench, argument);
  } catch (error) {
    // Not awaited: whoever called the command need not wait until the user closes the message.
    if (!(error instanceof vscode.CancellationError)) void explain(workbench, id, error);
    return undefined;
  }
}

async function explain({ log }: Workbench, id: string, error: unknown): Promise<void> {
  const reason = reasonOf(error);
  log.error(`${id}: ${reason}`);
  const show = vscode.l10n.t('Show Output');
  const restart = vscode.l10n.t('Restart Server');
  const picked = await complain(reason, show, restart);
  if (picked === show) log.show();
  if (picked === restart) await vscode.commands.executeCommand('ascendcl.restartServer');
}

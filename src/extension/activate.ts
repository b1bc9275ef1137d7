/** Starts the client and the features. What runs on activation is kept small: the rest waits for the server or a view. */
import * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import type { InitializationOptions } from '../server/protocol.ts';
import { commands } from './commands/index.ts';
import { diagnosticsMiddleware } from './diagnostics.ts';
import type { Feature, Workbench } from './feature.ts';
import { provideFiles, watchedGlob } from './files.ts';
import { gutterHeat } from './heat.ts';
import { ServerLink } from './link.ts';
import { fullPanel } from './panel/full.ts';
import { sidePanel } from './panel/side.ts';
import { Programs } from './programs.ts';
import { statusBar } from './status-bar.ts';
import { pipelineTree } from './tree.ts';

export type MakeClient = (options: LanguageClientOptions) => BaseLanguageClient;

const features: Feature[] = [commands, statusBar, sidePanel, fullPanel, pipelineTree, gutterHeat];

function clientOptions(
  log: vscode.LogOutputChannel,
  start: Pick<InitializationOptions, 'wasm'>,
): LanguageClientOptions {
  const initializationOptions: InitializationOptions = {
    providesFiles: true,
    ...start,
    ...(vscode.l10n.bundle && { l10n: vscode.l10n.bundle }),
  };
  return {
    documentSelector: [{ language: 'cpp' }, { language: 'c' }, { language: 'cuda-cpp' }],
    synchronize: {
      configurationSection: 'ascendcl',
      fileEvents: vscode.workspace.createFileSystemWatcher(watchedGlob),
    },
    outputChannel: log,
    initializationOptions,
    middleware: diagnosticsMiddleware,
  };
}

function startServer({ link, programs, log }: Workbench): void {
  const failed = vscode.l10n.t(
    'The language server did not start. See the output channel “AscendCL Performance” for the reason, then run “AscendCL: Restart Server”.',
  );
  link.start().then(
    () => log.info('Language server started.'),
    (error: unknown) => {
      log.error(`Language server did not start: ${String(error)}`);
      programs.fail(failed);
    },
  );
}

/** `start` brings what the server cannot get by itself. */
export function activateWith(
  context: vscode.ExtensionContext,
  make: MakeClient,
  log: vscode.LogOutputChannel,
  start: Pick<InitializationOptions, 'wasm'> = {},
): ServerLink {
  const link = new ServerLink(make(clientOptions(log, start)));
  const programs = new Programs(link);
  const workbench: Workbench = { context, link, programs, log };
  context.subscriptions.push(log, programs, provideFiles(link));
  for (const feature of features) context.subscriptions.push(feature(workbench));
  startServer(workbench);
  return link;
}

export const makeLog = (): vscode.LogOutputChannel =>
  vscode.window.createOutputChannel('AscendCL Performance', { log: true });

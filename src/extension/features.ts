/** Starts the client and the features: the bundle that is loaded once activation is over. */
import * as vscode from 'vscode';
import type { ErrorHandler, LanguageClientOptions } from 'vscode-languageclient';
import { type InitializationOptions, requests } from '../server/protocol.ts';
import type { ClientBundle, Features, FeaturesBundle, ServerStart, Shell } from './bundles.ts';
import { runCommand } from './commands/index.ts';
import { crashHandler } from './crashes.ts';
import { diagnosticsMiddleware } from './diagnostics.ts';
import type { Feature, Workbench } from './feature.ts';
import { watchedGlob } from '../server/protocol-sources.ts';
import { provideFiles } from './files.ts';
import { folderWatch } from './folders.ts';
import { gutterHeat } from './heat.ts';
import { ServerLink } from './link.ts';
import { restoreFull } from './panel/full.ts';
import { showSide } from './panel/side.ts';
import { Programs } from './programs.ts';
import { statusBar } from './status-bar.ts';
import { PipelineTree, followCursor } from './tree.ts';
import { reasonOf } from './reason.ts';

const features: Feature[] = [statusBar, gutterHeat, folderWatch];

function clientOptions(
  log: vscode.LogOutputChannel,
  start: ServerStart,
  errorHandler: ErrorHandler,
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
    errorHandler,
    middleware: diagnosticsMiddleware,
  };
}

function startServer({ link, programs, log }: Workbench): void {
  const failed = vscode.l10n.t(
    'The language server did not start. See the output channel “AscendCL Performance” for the reason, then run “AscendCL: Restart Server”.',
  );
  link.start().then(
    () => log.info(vscode.l10n.t('The language server has started.')),
    (error: unknown) => {
      log.error(vscode.l10n.t('The language server did not start: {0}', reasonOf(error)));
      programs.fail(failed);
    },
  );
}

async function makeWorkbench({ context, log }: Shell, client: ClientBundle): Promise<Workbench> {
  const start = await client.serverStart(context);
  const crashed = crashHandler(log, (problem) => programs.fail(problem));
  const link = new ServerLink(client.makeClient(context, clientOptions(log, start, crashed)));
  const programs = new Programs(link);
  context.subscriptions.push(programs, provideFiles(link, context.extensionUri));
  return { context, link, programs, log };
}

/** A model reads what is thrown as a failure of its own input. */
async function askTool(
  { link }: Workbench,
  asked: { name: string; input: unknown },
  token: vscode.CancellationToken,
): Promise<string> {
  const { text, failed } = await link.request(requests.tool, asked, token);
  if (failed) throw new Error(text);
  return text;
}

export const begin: FeaturesBundle['begin'] = async (shell, client): Promise<Features> => {
  const workbench = await makeWorkbench(shell, client);
  const tree = new PipelineTree(workbench);
  for (const feature of features) shell.context.subscriptions.push(feature(workbench));
  shell.context.subscriptions.push(followCursor(workbench, shell, tree));
  startServer(workbench);
  return {
    run: (id, argument) => runCommand(workbench, id, argument),
    showSide: (view) => showSide(workbench, view),
    restoreFull: (panel) => restoreFull(workbench, panel),
    tree,
    ask: (name, input, token) => askTool(workbench, { name, input }, token),
    stop: () => workbench.link.stop(),
  };
};

/** One page in a webview: its state, its calls, and the events it gets. Work is done only while it can be seen. */
import * as vscode from 'vscode';
import { calls, events } from '../../webview/protocol.ts';
import type { PageState, Shown } from '../../webview/protocol.ts';
import { serve } from '../../webview/protocol-rpc.ts';
import type { Workbench } from '../feature.ts';
import { handlers } from './handlers.ts';
import { pageHtml, resourceRoot } from './html.ts';
import { reasonOf } from '../reason.ts';

export interface PageHost {
  readonly webview: vscode.Webview;
  readonly visible: boolean;
}

export interface Page extends vscode.Disposable {
  /** Sends the newest state, if the page can be seen. */
  update(): void;
  show(shown: Shown): void;
}

async function stateOf({ programs, log }: Workbench, view: PageState['view']): Promise<PageState> {
  const common = {
    view,
    programs: [...programs.all],
    comparison: programs.comparison,
    sweep: programs.sweep,
  };
  try {
    const report = await programs.report();
    if (report?.prediction === null)
      return { ...common, phase: programs.phase, report: null, unpredicted: report };
    const problem = programs.problem;
    return { ...common, phase: programs.phase, report, ...(problem !== undefined && { problem }) };
  } catch (error) {
    const problem = vscode.l10n.t(
      'The prediction failed: {0}. Correct the source, or restart the server and look at the output channel.',
      reasonOf(error),
    );
    log.error(problem);
    return { ...common, phase: 'failed', report: null, problem };
  }
}

/** Asks; the answer is undefined where it was asked again meanwhile: an older answer must not replace a newer one. */
function newestOf<T>(ask: () => Promise<T>): () => Promise<T | undefined> {
  let turn = 0;
  return async () => {
    const mine = ++turn;
    const answer = await ask();
    return mine === turn ? answer : undefined;
  };
}

export function openPage(
  workbench: Workbench,
  host: PageHost,
  view: PageState['view'],
  openFull: (shown: Shown) => void,
  shown?: Shown,
): Page {
  const { context, programs, log } = workbench;
  const { webview } = host;
  const subscriptions: vscode.Disposable[] = [];
  const channel = {
    post: (message: unknown) => void webview.postMessage(message),
    listen: (receive: (message: unknown) => void) => subscriptions.push(webview.onDidReceiveMessage(receive)),
  };
  const page = serve(
    channel,
    calls,
    events,
    handlers(workbench, {
      state: async () => (await newest()) ?? stateOf(workbench, view),
      sweepProgress: (done, total) => page.send('sweepProgress', { done, total }),
      openFull,
      disposables: subscriptions,
    }),
    (problem) => log.warn(vscode.l10n.t('Panel: {0}', problem)),
  );
  const newest = newestOf(() => stateOf(workbench, view));
  const update = (): void => {
    if (!host.visible) return;
    newest()
      .then((state) => state && page.send('state', state))
      .catch((error: unknown) => log.error(vscode.l10n.t('Panel: {0}', reasonOf(error))));
  };
  webview.options = { enableScripts: true, localResourceRoots: [resourceRoot(context.extensionUri)] };
  webview.html = pageHtml(webview, context.extensionUri, {
    // The first picture holds what is known already; `ready` brings the report.
    state: {
      view,
      phase: programs.phase === 'ready' ? 'starting' : programs.phase,
      programs: [...programs.all],
      report: null,
      comparison: null,
      sweep: null,
    },
    locale: vscode.env.language,
    l10n: vscode.l10n.bundle ?? null,
    ...shown,
  });
  subscriptions.push(programs.onDidChange(update));
  return {
    update,
    show: (wanted) => page.send('showSection', wanted),
    dispose: () => vscode.Disposable.from(...subscriptions).dispose(),
  };
}

/** The full panel: an editor tab, one per window, which comes back after a reload. */
import * as vscode from 'vscode';
import type { Section, Shown } from '../../webview/protocol.ts';
import type { Workbench } from '../feature.ts';
import { openPage } from './page.ts';
import type { Page } from './page.ts';

const viewType = 'ascendcl.full';
let open: { panel: vscode.WebviewPanel; page: Page } | undefined;

/** Opens the tab at a section, or brings the open one there. */
export const showFull = (workbench: Workbench, section: Section): void => show(workbench, { section });

/** As `showFull`, with values to try. */
export function show(workbench: Workbench, shown: Shown): void {
  if (open) {
    open.panel.reveal();
    return open.page.show(shown);
  }
  const title = vscode.l10n.t('Pipeline Performance');
  adopt(workbench, vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Beside), shown);
}

function adopt(workbench: Workbench, panel: vscode.WebviewPanel, shown?: Shown): void {
  const page = openPage(workbench, panel, 'full', (wanted) => show(workbench, wanted), shown);
  panel.iconPath = vscode.Uri.joinPath(workbench.context.extensionUri, 'media', 'view.svg');
  const visible = panel.onDidChangeViewState(page.update);
  open = { panel, page };
  panel.onDidDispose(() => {
    vscode.Disposable.from(page, visible).dispose();
    open = undefined;
  });
}

/** The tab comes back after a reload of the window. */
export const restoreFull = (workbench: Workbench, panel: vscode.WebviewPanel): void =>
  adopt(workbench, panel);

/** Gutter heat: lines coloured by their share of a frame's time. Asked for only for editors that are seen. */
import * as vscode from 'vscode';
import { requests } from '../server/protocol.ts';
import { duration, percent } from '../webview/words.ts';
import type { Feature, Workbench } from './feature.ts';
import { toRange } from './locations.ts';
import { reasonOf } from './reason.ts';

/** Lower end of each step; a line is shown in the highest that it reaches. */
const steps = [0.02, 0.1, 0.3, 0.6];

function decorationFor(context: vscode.ExtensionContext, step: number): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    gutterIconPath: vscode.Uri.joinPath(context.extensionUri, 'media', 'heat', `heat-${step + 1}.svg`),
    gutterIconSize: 'contain',
    overviewRulerLane: vscode.OverviewRulerLane.Left,
    ...(step >= 2 && { overviewRulerColor: new vscode.ThemeColor('charts.orange') }),
  });
}

const stepOf = (share: number): number => steps.findLastIndex((from) => share >= from);

function hover(share: number, milliseconds: number): string {
  return vscode.l10n.t('{0} of a frame’s time ({1})', percent(share), duration(milliseconds));
}

async function paint(
  { link, log }: Workbench,
  editor: vscode.TextEditor,
  types: vscode.TextEditorDecorationType[],
): Promise<void> {
  const options = types.map((): vscode.DecorationOptions[] => []);
  try {
    const spots = await link.request(requests.heat, { uri: editor.document.uri.toString() });
    for (const { range, share, milliseconds } of spots) {
      options[stepOf(share)]?.push({ range: toRange(range), hoverMessage: hover(share, milliseconds) });
    }
  } catch (error) {
    const name = vscode.workspace.asRelativePath(editor.document.uri);
    log.warn(vscode.l10n.t('{0}: lines cannot be marked by their share of time: {1}', name, reasonOf(error)));
  }
  types.forEach((type, index) => editor.setDecorations(type, options[index] ?? []));
}

export const gutterHeat: Feature = (workbench) => {
  const types = steps.map((_, index) => decorationFor(workbench.context, index));
  const enabled = () =>
    vscode.workspace.getConfiguration('ascendcl').get<boolean>('gutterHeat.enabled', true);
  const refresh = (): void => {
    for (const editor of vscode.window.visibleTextEditors) {
      const belongs = enabled() && workbench.programs.of(editor.document.uri) !== undefined;
      if (belongs) void paint(workbench, editor, types);
      else types.forEach((type) => editor.setDecorations(type, []));
    }
  };
  return vscode.Disposable.from(
    ...types,
    workbench.programs.onDidChange(refresh),
    vscode.window.onDidChangeVisibleTextEditors(refresh),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('ascendcl.gutterHeat')) refresh();
    }),
  );
};

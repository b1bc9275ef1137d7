/** A server that ends by itself is started again, a few times; after that the views say so instead of showing old figures. */
import * as vscode from 'vscode';
import type { ErrorHandler } from 'vscode-languageclient';

/** Ends within `withinMs` after which it stays down; one that hangs takes a minute or more to end. */
const most = 5;
const withinMs = 10 * 60_000;

/** Values of vscode-languageclient's enums, which only its own bundle has at run time. */
const goOn = 1;
const stayDown = 1;
const startAgain = 2;

/** `gaveUp` gets what happened and what to do, in the user's language. */
export function crashHandler(log: vscode.LogOutputChannel, gaveUp: (problem: string) => void): ErrorHandler {
  const ends: number[] = [];
  return {
    error: () => ({ action: goOn }),
    closed() {
      const now = Date.now();
      ends.push(now);
      const recent = ends.filter((at) => now - at < withinMs).length;
      if (recent < most) {
        log.warn(vscode.l10n.t('The language server ended and is started again.'));
        return { action: startAgain, handled: true };
      }
      ends.length = 0;
      const problem = vscode.l10n.t(
        'The language server ended {0} times within ten minutes and is not started again. See the output channel “AscendCL Performance” for the reason, then restart the server.',
        most,
      );
      log.error(problem);
      gaveUp(problem);
      return { action: stayDown, handled: true };
    },
  };
}

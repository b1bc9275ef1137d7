/** The document of a webview: nothing from outside, scripts and styles by nonce, data as inert JSON. */
import * as vscode from 'vscode';
import { inertJson } from '../../server/protocol.ts';
import type { PageStart } from '../../webview/protocol.ts';

/** Only the panel's own bundle may be loaded. */
export const resourceRoot = (extension: vscode.Uri): vscode.Uri =>
  vscode.Uri.joinPath(extension, 'dist', 'webview');

function makeNonce(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18)))).replace(/[+/=]/g, '0');
}

export function pageHtml(webview: vscode.Webview, extension: vscode.Uri, start: PageStart): string {
  const nonce = makeNonce();
  const root = resourceRoot(extension);
  const script = webview.asWebviewUri(vscode.Uri.joinPath(root, 'page.js')).toString();
  const style = webview.asWebviewUri(vscode.Uri.joinPath(root, 'page.css')).toString();
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `connect-src 'none'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${start.locale.replace(/[^\w-]/g, '')}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>AscendCL Performance</title>
<link rel="stylesheet" href="${style}">
</head>
<body class="${start.state.view}">
<main id="app"></main>
<script type="application/json" id="start">${inertJson(start)}</script>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}

/** Makes the rule's name in a diagnostic open the rule's page inside VS Code, in the user's language, without a network. */
import * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient';

function withRuleLink(diagnostic: vscode.Diagnostic): vscode.Diagnostic {
  const { code } = diagnostic;
  if (typeof code !== 'object') return diagnostic;
  const argument = encodeURIComponent(JSON.stringify([String(code.value)]));
  diagnostic.code = {
    value: code.value,
    target: vscode.Uri.parse(`command:ascendcl.showRuleDocumentation?${argument}`),
  };
  return diagnostic;
}

export const diagnosticsMiddleware: Middleware = {
  handleDiagnostics: (uri, diagnostics, next) => next(uri, diagnostics.map(withRuleLink)),
};

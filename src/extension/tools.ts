/**
 * Tools for the language models of the host: those of the manifest, answered by the server. Hosts before 1.95 have none, so
 * they are asked for when the extension runs; its types are those of the oldest host.
 */
import * as vscode from 'vscode';
import type { Features } from './bundles.ts';

interface Tool {
  invoke(options: { input: unknown }, token: vscode.CancellationToken): Promise<unknown>;
}

interface Host {
  lm?: { registerTool?(name: string, tool: Tool): vscode.Disposable };
  LanguageModelTextPart: new (text: string) => unknown;
  LanguageModelToolResult: new (parts: unknown[]) => unknown;
}

interface Manifest {
  contributes: { languageModelTools: { name: string }[] };
}

export function registerTools(
  { extension }: vscode.ExtensionContext,
  loading: Promise<Features>,
): vscode.Disposable[] {
  const host = vscode as unknown as Host;
  const { contributes } = extension.packageJSON as Manifest;
  return contributes.languageModelTools.flatMap(({ name }) => {
    const invoke: Tool['invoke'] = async ({ input }, token) => {
      const text = await (await loading).ask(name.replace(/^ascendcl_/, ''), input, token);
      return new host.LanguageModelToolResult([new host.LanguageModelTextPart(text)]);
    };
    return host.lm?.registerTool?.(name, { invoke }) ?? [];
  });
}

/** A tool of an editor's language models, where the machine can answer it. */
import type { CancellationToken } from 'vscode-languageserver';
import { translator } from '../../service/locale.ts';
import type { ServerState } from '../state.ts';
import type { Answer } from './answer.ts';
import { TEXTS } from './words.ts';

export function askTool(
  asked: { name: string; input?: unknown },
  state: ServerState,
  token: CancellationToken,
): Promise<Answer> {
  const { host, locale } = state;
  if (!host.ask) return Promise.resolve({ text: translator(TEXTS, locale)('noMachine'), failed: true });
  const abort = new AbortController();
  token.onCancellationRequested(() => abort.abort());
  return host.ask({ input: undefined, ...asked }, state, abort.signal);
}

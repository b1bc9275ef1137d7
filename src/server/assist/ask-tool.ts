/** A tool of an editor's language models, where the machine can answer it. */
import { translator } from '../../service/locale.ts';
import type { ServerState } from '../state.ts';
import type { Answer } from './answer.ts';
import { TEXTS } from './words.ts';

export function askTool(
  asked: { name: string; input?: unknown },
  state: ServerState,
  signal: AbortSignal,
): Promise<Answer> {
  const { host, locale } = state;
  if (!host.ask) return Promise.resolve({ text: translator(TEXTS, locale)('noMachine'), failed: true });
  return host.ask({ input: undefined, ...asked }, state, signal);
}

/** Inlay hints: what each call costs, at the end of its name. Off unless the user asks for them. */
import type { InlayHint, InlayHintParams } from 'vscode-languageserver';
import { millisecondsText, percentText } from '../service/labels.ts';
import { toRange, touches } from './ranges.ts';
import type { ServerState } from './state.ts';

/** Shares below this are noise to a reader. */
const WORTH_SAYING = 0.005;

export function inlayHints({ textDocument, range }: InlayHintParams, state: ServerState): InlayHint[] {
  const file = state.names.file(textDocument.uri);
  if (!state.settings.at(file).inlayHints.enabled) return [];
  const program = state.session.programOf(file);
  if (program === undefined) return [];
  const seen = new Set<string>();
  return state.session.costs(program.pipeline).flatMap(({ source, milliseconds, share }) => {
    if (source?.file !== file || !touches(source, range) || share < WORTH_SAYING) return [];
    const place = `${source.line}:${source.column}`;
    if (seen.has(place)) return [];
    seen.add(place);
    const label = `${millisecondsText(milliseconds)} · ${percentText(share)}`;
    return [{ position: toRange(source).end, label, paddingLeft: true, paddingRight: true }];
  });
}

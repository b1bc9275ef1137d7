/** Inlay hints: what each call costs, at the end of its name. Off unless the user asks for them. */
import type { InlayHint, InlayHintParams, Range } from 'vscode-languageserver';
import type { SourceRange } from '../pipeline/source.ts';
import { millisecondsText, percentText } from '../service/labels.ts';
import { measuredText } from './measured-text.ts';
import { toRange, touches } from './ranges.ts';
import type { ServerState } from './state.ts';

/** Shares below this are noise to a reader. */
const WORTH_SAYING = 0.005;

export function inlayHints({ textDocument, range }: InlayHintParams, state: ServerState): InlayHint[] {
  const file = state.names.file(textDocument.uri);
  if (!state.settings.at(file).inlayHints.enabled) return [];
  const measured = measuredHints(file, range, state);
  const taken = new Set(measured.map(({ position }) => position.line));
  return [...measured, ...costHints(file, range, state).filter(({ position }) => !taken.has(position.line))];
}

/** What was measured goes before what is predicted: it says both. */
function measuredHints(file: string, range: Range, state: ServerState): InlayHint[] {
  const seen = new Set<number>();
  return state.measuredLines.in(file, state.session).flatMap((line) => {
    const label = measuredText(line, state.locale);
    if (label === undefined || !touches(line.source, range) || seen.has(line.source.line)) return [];
    seen.add(line.source.line);
    return [hint(line.source, label)];
  });
}

const hint = (source: SourceRange, label: string): InlayHint => ({
  position: toRange(source).end,
  label,
  paddingLeft: true,
  paddingRight: true,
});

function costHints(file: string, range: Range, state: ServerState): InlayHint[] {
  const program = state.session.programOf(file);
  if (program === undefined) return [];
  const seen = new Set<string>();
  return state.session.costs(program.pipeline).flatMap(({ source, milliseconds, share }) => {
    if (source?.file !== file || !touches(source, range) || share < WORTH_SAYING) return [];
    const place = `${source.line}:${source.column}`;
    if (seen.has(place)) return [];
    seen.add(place);
    return [hint(source, `${millisecondsText(milliseconds)} · ${percentText(share)}`)];
  });
}

/** Inlay hints: what each call costs, at the end of its name, on the lines that take most of a frame's time or on all. */
import type { InlayHint, InlayHintParams, Range } from 'vscode-languageserver';
import type { SourceRange } from '../pipeline/source.ts';
import type { StepCost } from '../service/costs.ts';
import { shareByLine } from '../service/costs.ts';
import { millisecondsText, percentText } from '../service/labels.ts';
import { measuredText } from './measured-text.ts';
import { toRange, touches } from './ranges.ts';
import type { ServerState } from './state.ts';

/** Shares below this are noise to a reader. */
const WORTH_SAYING = 0.005;
/** A line that takes this share of a frame's time is hot. */
const HOT = 0.1;

export function inlayHints({ textDocument, range }: InlayHintParams, state: ServerState): InlayHint[] {
  const file = state.names.file(textDocument.uri);
  const { lines } = state.settings.at(file).inlayHints;
  if (lines === 'off') return [];
  const measured = measuredHints(file, range, state);
  const taken = new Set(measured.map(({ position }) => position.line));
  return [
    ...measured,
    ...costHints(file, range, state, lines === 'hot').filter(({ position }) => !taken.has(position.line)),
  ];
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

function costHints(file: string, range: Range, state: ServerState, onlyHot: boolean): InlayHint[] {
  const program = state.session.programOf(file);
  if (program === undefined) return [];
  const costs = state.session.costs(program.pipeline);
  const isShown = onlyHot ? onHotLines(costs) : ({ share }: StepCost) => share >= WORTH_SAYING;
  const seen = new Set<string>();
  return costs.flatMap((cost) => {
    const { source, milliseconds, share } = cost;
    if (source?.file !== file || !touches(source, range) || !isShown(cost)) return [];
    const place = `${source.line}:${source.column}`;
    if (seen.has(place)) return [];
    seen.add(place);
    return [hint(source, `${millisecondsText(milliseconds)} · ${percentText(share)}`)];
  });
}

/** Of several calls on a hot line those that hardly count stay without a word. */
function onHotLines(costs: readonly StepCost[]): (cost: StepCost) => boolean {
  const shares = shareByLine(costs);
  return ({ source, share }) =>
    share >= WORTH_SAYING && (shares.get(`${source?.file}:${source?.line}`) ?? 0) >= HOT;
}

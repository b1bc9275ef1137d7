/** Recorded runs that timelines show: kept through edits, with the lines of their calls where these stand now. */
import type { MeasuredWindow } from '../measure/join/measured-window.ts';
import type { SourceRange } from '../pipeline/source.ts';
import type { Session } from '../service/session.ts';
import { movedBy } from './measured-lines.ts';

/** What a run was compared with. */
interface Compared {
  device: string;
  settings: Readonly<Record<string, number>>;
}

interface KeptRun extends Compared {
  window: MeasuredWindow;
  /** Texts of the lines, by place. */
  texts: ReadonlyMap<string, string>;
}

const placeOf = ({ file, line }: SourceRange): string => `${file}:${line}`;

export class MeasuredRuns {
  private readonly programs = new Map<string, KeptRun>();

  /** In place of what was kept of the program. */
  keep(program: string, window: MeasuredWindow | undefined, compared: Compared, session: Session): void {
    this.programs.delete(program);
    if (!window) return;
    const texts = new Map<string, string>();
    for (const { source } of window.boxes)
      if (source && !texts.has(placeOf(source)))
        texts.set(placeOf(source), session.lineOf(source.file, source.line));
    this.programs.set(program, { window, ...compared, texts });
  }

  /** Of another device than it was compared with a run says nothing. Boxes whose line has changed have none. */
  of(program: string, { device, settings }: Compared, session: Session): MeasuredWindow | undefined {
    const kept = this.programs.get(program);
    if (kept?.device !== device) return undefined;
    const { frame, boxes, ...window } = kept.window;
    const now = nowIn(kept.texts, session);
    const [begin, after] = [frame && now(frame.mark.begin), frame && now(frame.mark.after)];
    // With other values a frame may have more calls, or fewer.
    const isSame = JSON.stringify(settings) === JSON.stringify(kept.settings);
    const perFrame = isSame || frame?.mark.perFrame === 1 ? frame?.mark.perFrame : undefined;
    const mark = begin && after && { begin, after, ...(perFrame !== undefined && { perFrame }) };
    return {
      ...window,
      boxes: boxes.map(({ source, ...box }) => {
        const moved = source && now(source);
        return moved ? { ...box, source: moved } : box;
      }),
      ...(frame && mark && { frame: { ...frame, mark } }),
    };
  }
}

/** Tells where a line stands now; undefined for one that has changed. */
function nowIn(
  texts: ReadonlyMap<string, string>,
  session: Session,
): (source: SourceRange) => SourceRange | undefined {
  const moves = new Map(
    [...texts].map(([place, text]) => {
      const [, file = '', line = ''] = /^(.*):(\d+)$/s.exec(place) ?? [];
      return [place, movedBy(Number(line), text, (at) => session.lineOf(file, at))];
    }),
  );
  return (source) => {
    const by = moves.get(placeOf(source));
    if (by === undefined) return undefined;
    return { ...source, line: source.line + by, endLine: source.endLine + by };
  };
}

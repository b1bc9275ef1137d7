/** The timeline: host threads, streams and engines over time; zoom, pan, choose, and go to the source. */
import * as l10n from '@vscode/l10n';
import type { TimelineBox } from '../../sim/prediction.ts';
import type { ProgramReport } from '../../server/protocol.ts';
import type { Timeline } from '../../server/protocol-timeline.ts';
import type { Actions } from '../actions.ts';
import { button, h, replace } from '../dom.ts';
import { placeOf } from '../parts/advice.ts';
import { onThemeChange, readTheme } from '../theme.ts';
import { duration, number } from '../words.ts';
import { colorOf } from './draw.ts';
import { listen } from './input.ts';
import { gapAt, gapText } from './gap.ts';
import type { Moves, Over } from './input.ts';
import { arrange, clampView, firstEndingAfter, mostColours, zoomed } from './model.ts';
import type { Row, TimelineModel, View } from './model.ts';
import { laneTwin } from './lane-twin.ts';
import { timelineNotes } from './notes.ts';
import { rangeTables, rangeText } from './range.ts';
import { makeSurface } from './surface.ts';
import type { Surface } from './surface.ts';

export interface TimelineView {
  element: HTMLElement;
  canvas: HTMLCanvasElement;
  destroy(): void;
}

/** When a recorded call was made is said as its record has it. */
export function describeBox(box: TimelineBox, { measured }: Pick<TimelineModel, 'measured'>): string {
  const at = measured?.lanes.has(box.lane)
    ? l10n.t('measured at {0} of the run', duration(box.startMs - measured.shiftMs))
    : l10n.t('at {0}', duration(box.startMs));
  const parts = [box.name, duration(box.durationMs), at];
  return [...parts, ...(box.source ? [placeOf(box.source)] : [])].join(' · ');
}

/** What the user has chosen and sees, and how it moves. */
class Controller implements Moves {
  private view: View;
  private row: Row | undefined;
  private box: TimelineBox | undefined;
  /** Where the chosen range was begun, and where it ends. */
  private chosen: { anchor: number; head: number } | undefined;

  constructor(
    private readonly model: TimelineModel,
    private readonly surface: Surface,
    private readonly tell: (text: string) => void,
    /** Shows what is in a chosen range; undefined: none is. */
    private readonly showRange: (range: View | undefined) => void,
    private readonly tip: HTMLElement,
    private readonly actions: Partial<Actions>,
  ) {
    this.view = { from: model.fromMs, to: model.toMs };
  }

  /** From the middle of the run, where it goes on as it always does; from a frame there that was measured too. */
  begin(spanMs: number): void {
    const { fromMs, toMs, measured } = this.model;
    const from = measured?.frameMs ?? (fromMs + toMs) / 2;
    this.show({ from, to: from + spanMs });
  }

  pan(ms: number): void {
    this.show({ from: this.view.from + ms, to: this.view.to + ms });
  }

  zoom(factor: number, atMs: number): void {
    this.show(zoomed(this.view, factor, atMs));
  }

  /** Half or twice the time around the middle, for the buttons. */
  zoomMiddle(factor: number): void {
    this.zoom(factor, (this.view.from + this.view.to) / 2);
  }

  fit(): void {
    this.show({ from: this.model.fromMs, to: this.model.toMs });
  }

  choose(box: TimelineBox | undefined, row: Row | undefined): void {
    this.box = box;
    this.row = row;
    if (box) this.tell(describeBox(box, this.model));
    this.show(this.view);
  }

  open(): void {
    if (this.box?.source) this.actions.goTo?.(this.box.source);
  }

  hover({ box, row, ms }: Over, x: number, y: number): void {
    const gap = !box && row && ms !== undefined ? gapAt(row, ms, this.model) : undefined;
    this.tip.hidden = !box && !gap;
    this.surface.rows.classList.toggle('over', box?.source !== undefined);
    if (box) this.tip.textContent = describeBox(box, this.model);
    else if (gap && row) this.tip.textContent = gapText(gap, row, this.model);
    else return;
    this.tip.style.setProperty('left', `${Math.min(x + 12, window.innerWidth - this.tip.offsetWidth - 8)}px`);
    this.tip.style.setProperty('top', `${y + 16}px`);
  }

  step(boxes: number, rows: number): void {
    const all = this.model.rows.filter((each) => each.boxes.length > 0);
    const at = this.row ? all.indexOf(this.row) : -1;
    const row = all[Math.min(Math.max(at + rows, 0), all.length - 1)];
    if (!row) return;
    const near = this.box?.startMs ?? this.view.from;
    const here = this.box ? row.boxes.indexOf(this.box) : -1;
    const index = here >= 0 ? here + boxes : firstEndingAfter(row, near);
    const box = row.boxes[Math.min(Math.max(index, 0), row.boxes.length - 1)];
    this.choose(box, row);
    if (box) this.bringIntoView(box);
  }

  range(fromMs: number, toMs: number, isDone: boolean): void {
    const { model } = this;
    const inside = (ms: number): number => Math.min(Math.max(ms, model.fromMs), model.toMs);
    this.chosen = { anchor: inside(fromMs), head: inside(toMs) };
    const range = this.rangeNow();
    if (isDone) this.showRange(range);
    if (range) this.tell(rangeText(model, range));
    this.show(this.view);
  }

  extend(step: -1 | 1): void {
    const { from, to } = this.view;
    const anchor = this.chosen?.anchor ?? this.box?.startMs ?? (from + to) / 2;
    const head = (this.chosen?.head ?? anchor) + (step * (to - from)) / 20;
    this.range(anchor, head, true);
  }

  /** The time that is in view, for the button. */
  chooseView(): void {
    this.range(this.view.from, this.view.to, true);
  }

  clear(): void {
    this.chosen = undefined;
    this.showRange(undefined);
    this.show(this.view);
  }

  private rangeNow(): View | undefined {
    if (!this.chosen) return undefined;
    const { anchor, head } = this.chosen;
    return anchor === head ? undefined : { from: Math.min(anchor, head), to: Math.max(anchor, head) };
  }

  private bringIntoView(box: TimelineBox): void {
    const { from, to } = this.view;
    if (box.startMs >= from && box.startMs + box.durationMs <= to) return;
    const start = box.startMs - (to - from) / 4;
    this.show({ from: start, to: start + (to - from) });
  }

  private show(view: View): void {
    this.view = clampView(view, this.model);
    this.surface.draw(this.view, this.box, this.rangeNow());
  }
}

function legend(model: TimelineModel): { element: HTMLElement; stop(): void } {
  const keys = model.names.slice(0, mostColours).map((name) => ({ name, key: h('span', { class: 'key' }) }));
  const paint = (): void => {
    const theme = readTheme();
    for (const { name, key } of keys) key.style.setProperty('background', colorOf({ model, theme }, name));
  };
  paint();
  const items = keys.map(({ name, key }) => h('li', {}, key, name));
  const others =
    model.names.length > keys.length && h('li', {}, h('span', { class: 'key' }), l10n.t('others'));
  return { element: h('ul', { class: 'legend' }, ...items, others), stop: onThemeChange(paint) };
}

function keysHelp({ goTo }: Partial<Actions>): string {
  const keys = [
    l10n.t('Arrow keys move between boxes, plus and minus zoom, 0 shows all.'),
    l10n.t('Shift with arrow keys, or with dragging, chooses a range; Escape ends that.'),
  ].join(' ');
  return goTo ? `${keys} ${l10n.t('Enter opens the source.')}` : keys;
}

/** Time in which the way of a few frames can be seen, ms. */
export const framesSpan = ({ prediction: { latency } }: ProgramReport): number => 3 * latency.medianMs;

/** `spanMs`: the time that is in view at first; the whole run where it is not longer. */
export function timelineView(timeline: Timeline, actions: Partial<Actions>, spanMs = Infinity): TimelineView {
  const model = arrange(timeline);
  const surface = makeSurface(
    model,
    `${l10n.t('Timeline of {0} boxes.', number(timeline.boxes.length))} ${keysHelp(actions)}`,
  );
  const live = h('p', { class: 'chosen', attributes: { 'aria-live': 'polite' } }, keysHelp(actions));
  const tip = h('div', { class: 'tip', attributes: { 'aria-hidden': true } });
  tip.hidden = true;
  const inRange = h('div', {});
  const showRange = (range: View | undefined): void =>
    replace(inRange, range ? rangeTables(model, range) : null);
  const tell = (text: string): void => void (live.textContent = text);
  const controller = new Controller(model, surface, tell, showRange, tip, actions);
  listen(surface.rows, surface.scene, controller);
  const colours = legend(model);
  const tools = h(
    'div',
    { class: 'controls', attributes: { role: 'toolbar', 'aria-label': l10n.t('Zoom') } },
    button('+', () => controller.zoomMiddle(0.5), { attributes: { 'aria-label': l10n.t('Zoom in') } }),
    button('−', () => controller.zoomMiddle(2), { attributes: { 'aria-label': l10n.t('Zoom out') } }),
    button(l10n.t('Show all'), () => controller.fit()),
    button(l10n.t('Statistics of the view'), () => controller.chooseView()),
  );
  controller.begin(spanMs);
  return {
    element: h(
      'div',
      { class: 'timeline' },
      h('div', { class: 'bar' }, colours.element, tools),
      surface.element,
      live,
      inRange,
      tip,
      ...timelineNotes(model),
      laneTwin(timeline),
    ),
    canvas: surface.rows,
    destroy() {
      surface.destroy();
      colours.stop();
    },
  };
}

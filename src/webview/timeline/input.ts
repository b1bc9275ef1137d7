/** Pointer and keyboard of a timeline. The same moves by either: pan, zoom, choose a box, go to its line. */
import type { TimelineBox } from '../../sim/prediction.ts';
import { rowHeight } from './draw.ts';
import type { Scene } from './draw.ts';
import { boxAt } from './model.ts';
import type { Row } from './model.ts';
import { ownValue } from '../../base/own-value.ts';

export interface Over {
  row?: Row | undefined;
  box?: TimelineBox | undefined;
  ms?: number;
}

export interface Moves {
  pan(ms: number): void;
  zoom(factor: number, atMs: number): void;
  fit(): void;
  choose(box: TimelineBox | undefined, row: Row | undefined): void;
  open(): void;
  /** The pointer rests on a box, on a gap of a row, or on nothing. */
  hover(over: Over, x: number, y: number): void;
  /** The time between two places is chosen; `isDone` once no more comes. */
  range(fromMs: number, toMs: number, isDone: boolean): void;
  /** A twentieth of the view more or less, from the chosen box or the middle on. */
  extend(step: -1 | 1): void;
  /** Nothing is chosen any more. */
  clear(): void;
  /** To the neighbouring box (-1, 1) of the row, or to a row above or below. */
  step(boxes: number, rows: number): void;
}

const msPerPixel = ({ view, width, labelWidth }: Scene): number =>
  (view.to - view.from) / Math.max(width - labelWidth, 1);

const timeAt = (scene: Scene, x: number): number =>
  scene.view.from + (x - scene.labelWidth) * msPerPixel(scene);

function under(scene: Scene, event: MouseEvent): Over {
  const row = scene.model.rows[Math.floor(event.offsetY / rowHeight)];
  const inside = row !== undefined && event.offsetX >= scene.labelWidth;
  const box = inside ? boxAt(row, timeAt(scene, event.offsetX), 2 * msPerPixel(scene)) : undefined;
  return inside ? { row, box, ms: timeAt(scene, event.offsetX) } : { row };
}

/** Farther than this between press and release is a drag, px. */
const dragThreshold = 4;

function pointer(canvas: HTMLCanvasElement, scene: () => Scene, moves: Moves): void {
  /** `from`: the time where a range begins, with Shift. */
  let pressed: { x: number; moved: boolean; from?: number } | undefined;
  canvas.addEventListener('pointerdown', (event) => {
    const from = timeAt(scene(), event.offsetX);
    pressed = { x: event.clientX, moved: false, ...(event.shiftKey && { from }) };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!pressed) return moves.hover(under(scene(), event), event.clientX, event.clientY);
    if (!pressed.moved && Math.abs(event.clientX - pressed.x) < dragThreshold) return;
    if (pressed.from === undefined) {
      moves.pan((pressed.x - event.clientX) * msPerPixel(scene()));
      pressed = { x: event.clientX, moved: true };
    } else {
      moves.range(pressed.from, timeAt(scene(), event.offsetX), false);
      pressed.moved = true;
    }
  });
  canvas.addEventListener('pointerup', (event) => {
    const dragged = pressed?.moved ?? false;
    const from = pressed?.from;
    pressed = undefined;
    if (dragged && from !== undefined) moves.range(from, timeAt(scene(), event.offsetX), true);
    if (dragged) return;
    const { row, box } = under(scene(), event);
    moves.choose(box, row);
    if (box) moves.open();
  });
  canvas.addEventListener('pointerleave', () => moves.hover({}, 0, 0));
}

function wheel(canvas: HTMLCanvasElement, scene: () => Scene, moves: Moves): void {
  canvas.addEventListener(
    'wheel',
    (event) => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        return moves.zoom(Math.exp(event.deltaY * 0.002), timeAt(scene(), event.offsetX));
      }
      const sideways = event.shiftKey ? event.deltaY : event.deltaX;
      if (sideways === 0) return;
      event.preventDefault();
      moves.pan(sideways * msPerPixel(scene()));
    },
    { passive: false },
  );
}

/** With Shift where that is no part of the character. */
const nameOf = ({ key, shiftKey }: KeyboardEvent): string =>
  shiftKey && key.startsWith('Arrow') ? `Shift+${key}` : key;

function keyboard(canvas: HTMLCanvasElement, scene: () => Scene, moves: Moves): void {
  const middle = (): number => (scene().view.from + scene().view.to) / 2;
  const quarter = (): number => (scene().view.to - scene().view.from) / 4;
  const keys: Record<string, () => void> = {
    ArrowLeft: () => moves.step(-1, 0),
    ArrowRight: () => moves.step(1, 0),
    ArrowUp: () => moves.step(0, -1),
    ArrowDown: () => moves.step(0, 1),
    PageUp: () => moves.pan(-quarter()),
    PageDown: () => moves.pan(quarter()),
    Home: () => moves.fit(),
    '0': () => moves.fit(),
    '+': () => moves.zoom(0.5, middle()),
    '=': () => moves.zoom(0.5, middle()),
    '-': () => moves.zoom(2, middle()),
    Enter: () => moves.open(),
    Escape: () => moves.clear(),
    'Shift+ArrowLeft': () => moves.extend(-1),
    'Shift+ArrowRight': () => moves.extend(1),
  };
  canvas.addEventListener('keydown', (event) => {
    const move = event.ctrlKey || event.metaKey || event.altKey ? undefined : ownValue(keys, nameOf(event));
    if (!move) return;
    event.preventDefault();
    move();
  });
}

export function listen(canvas: HTMLCanvasElement, scene: () => Scene, moves: Moves): void {
  pointer(canvas, scene, moves);
  wheel(canvas, scene, moves);
  keyboard(canvas, scene, moves);
}

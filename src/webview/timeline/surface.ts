/** The two canvases of a timeline: sized for the screen's pixels, drawn at most once a frame. */
import { h } from '../dom.ts';
import { onThemeChange, readTheme } from '../theme.ts';
import type { TimelineBox } from '../../sim/prediction.ts';
import { axisHeight, drawAxis, drawRows, rowHeight } from './draw.ts';
import type { Scene } from './draw.ts';
import type { TimelineModel, View } from './model.ts';

export interface Surface {
  element: HTMLElement;
  rows: HTMLCanvasElement;
  /** The scene as last drawn, for finding what is under the pointer. */
  scene(): Scene;
  draw(view: View, selected: TimelineBox | undefined, range: View | undefined): void;
  destroy(): void;
}

/** `height` in CSS px. */
function size(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio || 1;
  const [w, tall] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== tall) canvas.height = tall;
  const context = canvas.getContext('2d');
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

export function makeSurface(model: TimelineModel, describe: string): Surface {
  const height = model.rows.length * rowHeight;
  const axis = h('canvas', { class: 'axis', attributes: { 'aria-hidden': true } });
  const rows = h('canvas', {
    class: 'rows',
    key: 'timeline',
    attributes: { tabindex: 0, role: 'application', 'aria-label': describe },
  });
  rows.style.setProperty('height', `${height}px`);
  axis.style.setProperty('height', `${axisHeight}px`);
  const element = h('div', { class: 'lanes' }, axis, rows);
  let theme = readTheme();
  let pending = 0;
  let view: View = { from: model.fromMs, to: model.toMs };
  let selected: TimelineBox | undefined;
  let range: View | undefined;
  const scene = (): Scene => {
    const width = element.clientWidth;
    const top = element.scrollTop;
    // Lanes that were measured say so before their name.
    const labelWidth = Math.min(170, Math.max(90, width * (model.measured ? 0.3 : 0.2)));
    return {
      model,
      view,
      theme,
      width,
      labelWidth,
      selected,
      range,
      top,
      bottom: top + element.clientHeight,
    };
  };
  const paint = (): void => {
    pending = 0;
    const now = scene();
    const onRows = size(rows, now.width, height);
    const onAxis = size(axis, now.width, axisHeight);
    if (onRows) drawRows(onRows, now);
    if (onAxis) drawAxis(onAxis, now);
  };
  const schedule = (): void => {
    pending ||= requestAnimationFrame(paint);
  };
  const resize = new ResizeObserver(schedule);
  resize.observe(element);
  element.addEventListener('scroll', schedule);
  const stopTheme = onThemeChange(() => {
    theme = readTheme();
    schedule();
  });
  return {
    element,
    rows,
    scene,
    draw(nextView, nextSelected, nextRange) {
      view = nextView;
      selected = nextSelected;
      range = nextRange;
      schedule();
    },
    destroy() {
      cancelAnimationFrame(pending);
      resize.disconnect();
      stopTheme();
    },
  };
}

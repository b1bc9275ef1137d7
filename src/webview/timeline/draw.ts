/** Draws the rows that are in view. Boxes narrower than a pixel are drawn once per pixel, so the cost is bounded by the width. */
import type { TimelineBox } from '../../sim/prediction.ts';
import { fit } from '../charts/row-labels.ts';
import type { Theme } from '../theme.ts';
import { duration } from '../words.ts';
import { boxLabels, firstEndingAfter } from './model.ts';
import type { Row, TimelineModel, View } from './model.ts';

export const rowHeight = 22;
export const axisHeight = 26;
/** The strip on top of the axis that shows which part of the run is in view. */
const stripHeight = 4;

export interface Scene {
  model: TimelineModel;
  view: View;
  theme: Theme;
  /** CSS px. */
  width: number;
  labelWidth: number;
  selected: TimelineBox | undefined;
  /** A part of the time that the user has chosen. */
  range: View | undefined;
  /** The visible part of the rows, CSS px from the first row's top. */
  top: number;
  bottom: number;
}

export const toX = ({ view, width, labelWidth }: Scene, ms: number): number =>
  labelWidth + ((ms - view.from) / (view.to - view.from)) * (width - labelWidth);

const toMs = ({ view, width, labelWidth }: Scene, x: number): number =>
  view.from + ((x - labelWidth) / Math.max(width - labelWidth, 1)) * (view.to - view.from);

export function colorOf({ model, theme }: Pick<Scene, 'model' | 'theme'>, name: string): string {
  return theme.series[model.names.indexOf(name)] ?? theme.quiet;
}

export function drawRows(ctx: CanvasRenderingContext2D, scene: Scene): void {
  const { model, theme, width, labelWidth } = scene;
  ctx.clearRect(0, 0, width, model.rows.length * rowHeight);
  ctx.font = `11px ${theme.font}`;
  ctx.textBaseline = 'middle';
  const colors = new Map(model.names.map((name) => [name, colorOf(scene, name)]));
  const first = Math.max(0, Math.floor(scene.top / rowHeight));
  const last = Math.min(model.rows.length, Math.ceil(scene.bottom / rowHeight));
  for (let index = first; index < last; index++) {
    const row = model.rows[index];
    if (!row) continue;
    const y = index * rowHeight;
    const isBorder = row.measured !== (model.rows[index - 1] ?? row).measured;
    if (row.first) drawRule(ctx, isBorder ? theme.muted : theme.line, y, width);
    ctx.save();
    ctx.beginPath();
    ctx.rect(labelWidth, y, width - labelWidth, rowHeight);
    ctx.clip();
    drawBoxes(ctx, scene, row, y, colors);
    drawSelected(ctx, scene, row, y);
    ctx.restore();
    if (row.first) drawLabel(ctx, scene, row, y);
  }
  drawFrame(ctx, scene, first * rowHeight, last * rowHeight);
  drawRange(ctx, scene, first * rowHeight, last * rowHeight);
}

function drawRange(ctx: CanvasRenderingContext2D, scene: Scene, top: number, bottom: number): void {
  const { range, theme, width, labelWidth } = scene;
  if (!range) return;
  const left = Math.max(toX(scene, range.from), labelWidth);
  const right = Math.min(toX(scene, range.to), width);
  if (right < labelWidth || left > width) return;
  ctx.fillStyle = theme.focus;
  ctx.globalAlpha = 0.18;
  ctx.fillRect(left, top, right - left, bottom - top);
  ctx.globalAlpha = 1;
  for (const x of [left, right - 1]) ctx.fillRect(x, top, 1, bottom - top);
}

/** Where a frame begins in what was measured and in the prediction alike. */
function drawFrame(ctx: CanvasRenderingContext2D, scene: Scene, top: number, bottom: number): void {
  const { model, theme, width, labelWidth } = scene;
  const x = toX(scene, model.measured?.frameMs ?? NaN);
  if (!(x >= labelWidth && x < width)) return;
  ctx.fillStyle = theme.text;
  ctx.fillRect(Math.round(x) - 1, top, 1, bottom - top);
}

function drawRule(ctx: CanvasRenderingContext2D, color: string, y: number, width: number): void {
  ctx.fillStyle = color;
  ctx.fillRect(0, y, width, 1);
}

/** The text, cut in its middle: names of replicas differ at their end. */
function fitEnd(ctx: CanvasRenderingContext2D, text: string, width: number): string {
  if (ctx.measureText(text).width <= width) return text;
  const end = text.slice(-4);
  return `${fit(ctx, text.slice(0, -4), width - ctx.measureText(end).width)}${end}`;
}

function drawLabel(ctx: CanvasRenderingContext2D, { theme, labelWidth }: Scene, row: Row, y: number): void {
  ctx.textAlign = 'left';
  ctx.fillStyle = theme.text;
  ctx.fillText(fitEnd(ctx, row.label, labelWidth - 12), 4, y + rowHeight / 2 + 1);
}

function drawBoxes(
  ctx: CanvasRenderingContext2D,
  scene: Scene,
  row: Row,
  y: number,
  colors: Map<string, string>,
): void {
  const { view, theme } = scene;
  let index = firstEndingAfter(row, view.from);
  while (index < row.boxes.length) {
    const box = row.boxes[index];
    if (!box || box.startMs >= view.to) return;
    const left = toX(scene, box.startMs);
    const right = Math.max(toX(scene, box.startMs + box.durationMs), left + 1);
    // Where boxes are narrower than a pixel, on to the first that reaches past the pixel just drawn.
    index = right - left > 1 ? index + 1 : Math.max(index + 1, firstEndingAfter(row, toMs(scene, right)));
    ctx.fillStyle = colors.get(box.name) ?? theme.quiet;
    ctx.fillRect(left, y + 3, Math.max(right - left - (right - left > 3 ? 1 : 0), 1), rowHeight - 6);
    if (right - left > 3) drawDetail(ctx, scene, box, left, right, y);
  }
}

/** Stands out even where the box itself is less than a pixel wide. */
function drawSelected(ctx: CanvasRenderingContext2D, scene: Scene, row: Row, y: number): void {
  const { selected, theme } = scene;
  if (!selected || row.boxes[firstEndingAfter(row, selected.startMs)] !== selected) return;
  const left = toX(scene, selected.startMs);
  const right = Math.max(toX(scene, selected.startMs + selected.durationMs), left + 5);
  ctx.strokeStyle = theme.text;
  ctx.lineWidth = 2;
  ctx.strokeRect(left - 1, y + 2, right - left + 1, rowHeight - 4);
}

function drawDetail(
  ctx: CanvasRenderingContext2D,
  { theme, labelWidth, width, model }: Scene,
  box: TimelineBox,
  left: number,
  right: number,
  y: number,
): void {
  const from = Math.max(left, labelWidth);
  const to = Math.min(right, width);
  if (theme.outline !== null) {
    ctx.strokeStyle = theme.outline;
    ctx.lineWidth = 1;
    ctx.strokeRect(left + 0.5, y + 3.5, right - left - 2, rowHeight - 7);
  }
  if (to - from < 40) return;
  ctx.fillStyle = readableOn(ctx.fillStyle.toString());
  ctx.textAlign = 'left';
  const labels = boxLabels(box, model);
  const wide = to - from - 10;
  const whole = labels.find((label) => ctx.measureText(label).width <= wide);
  // A line stands at the end, and is what tells the calls apart.
  const cut = model.ambiguous.has(box.name) ? fitEnd : fit;
  ctx.fillText(whole ?? cut(ctx, labels.at(-1) ?? '', wide), from + 5, y + rowHeight / 2 + 1);
}

/** Black or white, whichever stands out more on a `#rrggbb` colour. */
export function readableOn(color: string): string {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(color);
  if (!match) return '#000000';
  const [red = 0, green = 0, blue = 0] = match.slice(1, 4).map((part) => linear(parseInt(part, 16) / 255));
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return luminance > 0.179 ? '#000000' : '#ffffff';
}

/** WCAG 2's linear part of an sRGB channel. */
const linear = (channel: number): number =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;

/** Distance of the axis' ticks, ms: 1, 2 or 5 times a power of ten, about 100 px apart. */
export function tickStep(span: number, width: number): number {
  const wanted = span / Math.max(1, width / 100);
  const power = 10 ** Math.floor(Math.log10(wanted));
  const factor = [1, 2, 5, 10].find((each) => each * power >= wanted) ?? 10;
  return factor * power;
}

export function drawAxis(ctx: CanvasRenderingContext2D, scene: Scene): void {
  const { view, width, labelWidth, theme } = scene;
  ctx.clearRect(0, 0, width, axisHeight);
  ctx.font = `11px ${theme.font}`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  drawStrip(ctx, scene);
  const step = tickStep(view.to - view.from, width - labelWidth);
  for (let tick = Math.ceil(view.from / step) * step; tick <= view.to; tick += step) {
    const x = toX(scene, tick);
    ctx.fillStyle = theme.line;
    ctx.fillRect(x, axisHeight - 6, 1, 6);
    ctx.fillStyle = theme.muted;
    const label = duration(Math.abs(tick) < step / 1e6 ? 0 : tick);
    if (x + 4 + ctx.measureText(label).width > width) continue;
    ctx.fillText(label, x + 4, (axisHeight + stripHeight) / 2);
  }
}

function drawStrip(ctx: CanvasRenderingContext2D, { model, view, theme, width, labelWidth }: Scene): void {
  const share = (ms: number): number => (ms - model.fromMs) / (model.toMs - model.fromMs);
  const [from, to] = [share(view.from), share(view.to)];
  if (to - from > 0.999) return;
  const wide = width - labelWidth;
  ctx.fillStyle = theme.line;
  ctx.fillRect(labelWidth, 0, wide, stripHeight);
  ctx.fillStyle = theme.focus;
  ctx.fillRect(labelWidth + from * wide, 0, Math.max((to - from) * wide, 4), stripHeight);
}

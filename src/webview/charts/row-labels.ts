/** Names and values above the bars of a chart: names may be long where the panel is narrow. */
import type { Chart, Plugin } from 'chart.js';
import type { Theme } from '../theme.ts';

export interface LabelledRow {
  name: string;
  value: string;
  /** What the eye is to find. */
  strong: boolean;
}

/** Above the bars of the first series. */
export function rowLabels(rows: readonly LabelledRow[], theme: Theme): Plugin<'bar'> {
  return {
    id: 'rowLabels',
    afterDatasetsDraw(chart) {
      const { ctx } = chart;
      ctx.save();
      ctx.textBaseline = 'bottom';
      rows.forEach((row, index) => drawLabel(chart, row, index, theme));
      ctx.restore();
    },
  };
}

function drawLabel(
  chart: Chart<'bar'>,
  { name, value, strong }: LabelledRow,
  index: number,
  theme: Theme,
): void {
  const bar = chart.getDatasetMeta(0).data[index];
  if (!bar) return;
  const { ctx } = chart;
  const { left, right } = chart.chartArea;
  const y = bar.y - 6;
  ctx.font = `${strong ? '600 ' : ''}12px ${theme.font}`;
  const taken = ctx.measureText(value).width + 8;
  const label = fit(ctx, name, right - left - taken);
  // Lines of the scale may pass behind the words.
  ctx.fillStyle = theme.surface;
  ctx.fillRect(right - taken + 4, y - 14, taken - 4, 14);
  ctx.fillRect(left, y - 14, ctx.measureText(label).width + 4, 14);
  ctx.fillStyle = theme.text;
  ctx.textAlign = 'right';
  ctx.fillText(value, right, y);
  ctx.textAlign = 'left';
  ctx.fillText(label, left, y);
}

/** The text, cut with an ellipsis where it is wider than `width` px. */
export function fit(ctx: CanvasRenderingContext2D, text: string, width: number): string {
  if (ctx.measureText(text).width <= width) return text;
  let length = text.length;
  while (length > 1 && ctx.measureText(`${text.slice(0, length)}…`).width > width) length--;
  return `${text.slice(0, length)}…`;
}

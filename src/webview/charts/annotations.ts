/** Marks on the curves: a vertical line with a label, drawn with the chart. */
import type { Plugin } from 'chart.js';
import type { Theme } from '../theme.ts';

export interface Mark {
  x: number;
  label: string;
  color: string;
}

export function verticalMarks(marks: readonly Mark[], theme: Theme): Plugin<'line'> {
  return {
    id: 'verticalMarks',
    afterDatasetsDraw({ ctx, chartArea, scales }) {
      const axis = scales['x'];
      if (!axis) return;
      ctx.save();
      ctx.font = `600 11px ${theme.font}`;
      ctx.textAlign = 'left';
      ctx.setLineDash([4, 3]);
      marks.forEach(({ x, label, color }, index) => {
        const at = axis.getPixelForValue(x);
        ctx.strokeStyle = color;
        ctx.beginPath();
        ctx.moveTo(at, chartArea.top);
        ctx.lineTo(at, chartArea.bottom);
        ctx.stroke();
        const { width } = ctx.measureText(label);
        const right = at + width + 8 > chartArea.right;
        const from = right ? at - 5 - width : at + 5;
        const bottom = chartArea.bottom - 8 - 14 * index;
        // Curves may pass behind the words.
        ctx.fillStyle = theme.surface;
        ctx.fillRect(from - 2, bottom - 11, width + 4, 14);
        ctx.fillStyle = theme.text;
        ctx.fillText(label, from, bottom);
      });
      ctx.restore();
    },
  };
}

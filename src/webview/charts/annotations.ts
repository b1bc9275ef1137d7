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
      ctx.setLineDash([4, 3]);
      marks.forEach(({ x, label, color }, index) => {
        const at = axis.getPixelForValue(x);
        ctx.strokeStyle = color;
        ctx.beginPath();
        ctx.moveTo(at, chartArea.top);
        ctx.lineTo(at, chartArea.bottom);
        ctx.stroke();
        ctx.fillStyle = theme.text;
        const right = at + ctx.measureText(label).width + 8 > chartArea.right;
        ctx.textAlign = right ? 'right' : 'left';
        ctx.fillText(label, right ? at - 5 : at + 5, chartArea.bottom - 8 - 14 * index);
      });
      ctx.restore();
    },
  };
}

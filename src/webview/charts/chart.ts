/** chart.js with only what is used, in the editor's theme, told to screen readers as a picture with a text. */
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Filler,
  Legend,
  LinearScale,
  LogarithmicScale,
  LineController,
  LineElement,
  PointElement,
  ScatterController,
  Tooltip,
} from 'chart.js';
import type { ChartConfiguration, LegendItem } from 'chart.js';
import { h } from '../dom.ts';
import { onThemeChange, prefersLessMotion, readTheme } from '../theme.ts';
import type { Theme } from '../theme.ts';

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Filler,
  Legend,
  LinearScale,
  LogarithmicScale,
  LineController,
  LineElement,
  PointElement,
  ScatterController,
  Tooltip,
);

export interface ChartView {
  element: HTMLElement;
  /** The canvas, for export as a picture. */
  canvas: HTMLCanvasElement;
  destroy(): void;
}

/** Series in the order in which they are given, whichever is drawn in front. */
export const legend = {
  position: 'top' as const,
  align: 'start' as const,
  labels: {
    usePointStyle: true,
    boxHeight: 7,
    sort: (one: LegendItem, other: LegendItem) => (one.datasetIndex ?? 0) - (other.datasetIndex ?? 0),
  },
};

function applyDefaults(theme: Theme): void {
  Chart.defaults.color = theme.muted;
  Chart.defaults.borderColor = theme.line;
  Chart.defaults.font.family = theme.font;
  Chart.defaults.font.size = 11;
}

/** `describe` is what a screen reader says of the picture; `height` in CSS px. */
export function chartView(
  describe: string,
  height: number,
  configure: (theme: Theme) => ChartConfiguration,
): ChartView {
  const canvas = h('canvas', { attributes: { role: 'img', 'aria-label': describe } });
  const element = h('div', { class: 'chart', variables: { '--height': `${height}px` } }, canvas);
  let chart: Chart | undefined;
  const draw = (): void => {
    chart?.destroy();
    const theme = readTheme();
    applyDefaults(theme);
    const configuration = configure(theme);
    const still = prefersLessMotion() || chart !== undefined;
    chart = new Chart(canvas, {
      ...configuration,
      options: {
        responsive: true,
        maintainAspectRatio: false,
        ...(still ? { animation: false as const } : { animation: { duration: 250 } }),
        ...configuration.options,
      },
    });
  };
  // The element must stand in the document first: chart.js takes its size from there.
  const start = requestAnimationFrame(draw);
  const stop = onThemeChange(draw);
  return {
    element,
    canvas,
    destroy() {
      cancelAnimationFrame(start);
      stop();
      chart?.destroy();
    },
  };
}

/** Colours of the editor's theme for canvases, which do not take CSS variables; told anew when the theme changes. */

export interface Theme {
  text: string;
  muted: string;
  line: string;
  /** Lines behind curves, which say nothing by themselves: quiet in high contrast too. */
  grid: string;
  surface: string;
  accent: string;
  /** Bars that do not decide anything. */
  quiet: string;
  track: string;
  focus: string;
  /** For several curves or kinds of boxes, told apart without colour by dash and label too. */
  series: string[];
  /** Outline of filled shapes in high contrast; null elsewhere. */
  outline: string | null;
  font: string;
}

const fallbacks = ['#3794ff', '#d18616', '#89d185', '#b180d7', '#f14c4c', '#cca700'];
const chartVariables = ['blue', 'orange', 'green', 'purple', 'red', 'yellow'].map(
  (name) => `--vscode-charts-${name}`,
);

export function readTheme(): Theme {
  const style = getComputedStyle(document.body);
  const get = (name: string, otherwise: string): string => style.getPropertyValue(name).trim() || otherwise;
  const contrast = isHighContrast();
  const text = get('--vscode-foreground', '#cccccc');
  return {
    text,
    muted: get('--muted', text),
    line: get('--line', '#80808040'),
    grid: get('--grid', '#80808040'),
    surface: get('--surface', '#1f1f1f'),
    accent: get('--accent', '#3794ff'),
    quiet: get('--quiet', '#808080'),
    track: get('--track', '#80808030'),
    focus: get('--vscode-focusBorder', '#3794ff'),
    series: chartVariables.map((name, index) => get(name, fallbacks[index] ?? '#888888')),
    outline: contrast ? get('--vscode-contrastBorder', text) : null,
    font: get('--vscode-font-family', 'system-ui, sans-serif'),
  };
}

export const isHighContrast = (): boolean =>
  document.body.classList.contains('vscode-high-contrast') ||
  document.body.classList.contains('vscode-high-contrast-light');

export const prefersLessMotion = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

const listeners = new Set<() => void>();
let watching = false;

/** Calls back after each change of theme; answers what stops it. */
export function onThemeChange(listener: () => void): () => void {
  listeners.add(listener);
  if (!watching) watch();
  return () => listeners.delete(listener);
}

function watch(): void {
  watching = true;
  const tell = (): void => listeners.forEach((listener) => listener());
  const observer = new MutationObserver(tell);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', tell);
}

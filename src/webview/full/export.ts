/** Export of what is shown: the picture of this view, or the report in one of its formats. */
import * as l10n from '@vscode/l10n';
import type { ParameterValues } from '../../server/protocol-shapes.ts';
import { button, h } from '../dom.ts';
import { readTheme } from '../theme.ts';
import type { ExportFormat, Session } from './session.ts';
import { inWords } from './whatif-answer.ts';

/** Base64 of a PNG with the theme's background, which a canvas alone does not have. */
export function pictureOf(canvas: HTMLCanvasElement): string | undefined {
  const copy = h('canvas', { attributes: { width: canvas.width, height: canvas.height } });
  const context = copy.getContext('2d');
  if (!context || canvas.width === 0) return undefined;
  context.fillStyle = readTheme().surface;
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(canvas, 0, 0);
  return copy.toDataURL('image/png').split(',')[1];
}

const formats = (): [ExportFormat, string][] => [
  ['markdown', 'Markdown'],
  ['html', 'HTML'],
  ['json', 'JSON'],
  ['csv', 'CSV'],
  ['trace', l10n.t('Chrome trace')],
  ['png', l10n.t('Picture (PNG)')],
];

export function exportMenu(
  session: Session,
  settings: () => ParameterValues,
  canvas: () => HTMLCanvasElement | undefined,
): HTMLElement {
  const status = h('span', { class: 'quiet', attributes: { role: 'status' } });
  const run = (format: ExportFormat): void => {
    menu.open = false;
    const picture = canvas();
    const png = format === 'png' && picture ? pictureOf(picture) : undefined;
    if (format === 'png' && png === undefined) {
      status.textContent = l10n.t('This view has no picture: open the timeline or run a sweep first.');
      return;
    }
    status.textContent = '';
    session.exportAs(format, settings(), png).then(
      (file) => (status.textContent = file === null ? '' : l10n.t('Saved {0}', file)),
      (error: unknown) => (status.textContent = inWords(error)),
    );
  };
  const items = formats().map(([format, label]) =>
    h(
      'li',
      {},
      button(label, () => run(format), { key: `export-${format}` }),
    ),
  );
  const menu = h(
    'details',
    { class: 'menu' },
    h('summary', { key: 'export' }, l10n.t('Export')),
    h('ul', {}, ...items),
  );
  menu.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') menu.open = false;
  });
  return h('div', { class: 'export' }, status, menu);
}

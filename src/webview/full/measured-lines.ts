/** The lines of the program as a recorded run took them, beside the prediction. */
import * as l10n from '@vscode/l10n';
import type { ComparedLine, Comparison } from '../../server/protocol.ts';
import { button, h } from '../dom.ts';
import { placeOf } from '../parts/advice.ts';
import { table } from '../parts/table.ts';
import { number, percent } from '../words.ts';
import type { Session } from './session.ts';

/** Rows that a reader goes through; they come by how much they differ. */
const MOST_ROWS = 100;

const ms = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : number(Number(value.toPrecision(3)), 3);

type Times = NonNullable<ComparedLine['measured']>;

function both({ measured, reference }: ComparedLine, part: (times: Times) => number | null): string {
  return `${ms(measured && part(measured))} / ${ms(reference && part(reference))}`;
}

function placeButton({ source, call }: ComparedLine, session: Session): HTMLElement {
  const place = `${placeOf(source)} ${call}`;
  return button(place, () => session.goTo(source), { class: 'link', key: `line-${place}` });
}

export function measuredLines(lines: readonly ComparedLine[], session: Session): HTMLElement | null {
  if (lines.length === 0) return null;
  return table({
    caption: l10n.t('Lines as recorded and as predicted, ms a call'),
    head: [
      l10n.t('Line'),
      l10n.t('Calls'),
      l10n.t('In the call'),
      l10n.t('Before it'),
      l10n.t('Queue'),
      l10n.t('Device'),
      l10n.t('Of a frame'),
      l10n.t('What is off'),
    ],
    rows: lines
      .slice(0, MOST_ROWS)
      .map((line) => [
        placeButton(line, session),
        number(line.measured?.calls ?? 0, 0),
        both(line, ({ hostMs }) => hostMs),
        both(line, ({ beforeMs }) => beforeMs),
        both(line, ({ queueMs }) => queueMs),
        both(line, ({ deviceMs }) => deviceMs),
        line.share === null ? '–' : percent(line.share, 1),
        line.cause ?? '',
      ]),
    text: [7],
  });
}

/** What the run suffers from, each with its line where one is known. */
export function diagnosisList(symptoms: Comparison['diagnosis'], session: Session): HTMLElement | null {
  if (symptoms.length === 0) return null;
  const items = symptoms.map(({ message, source }) =>
    h(
      'li',
      {},
      `${message} `,
      source && button(placeOf(source), () => session.goTo(source), { class: 'link', key: `why-${message}` }),
    ),
  );
  return h('div', {}, h('h3', {}, l10n.t('Diagnosis')), h('ul', { class: 'diagnosis' }, ...items));
}

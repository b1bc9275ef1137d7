/** What becomes of a trial: written to the source, kept as a setting, or given up. */
import * as l10n from '@vscode/l10n';
import { button, h } from '../dom.ts';
import type { WrittenToSource } from '../protocol.ts';
import { listed } from '../words.ts';
import { settingsOf } from './session.ts';
import type { SectionInput } from './session.ts';
import { inWords } from './whatif-answer.ts';

export interface Keepers {
  element: HTMLElement;
  /** There is something to keep. */
  enable(on: boolean): void;
}

export function keepers({ report, session, trial }: SectionInput, reset: () => void): Keepers {
  const note = h('p', { class: 'quiet', attributes: { role: 'status' } });
  if (report.parameters.length === 0) {
    note.textContent = l10n.t('Every number of this program is fixed in its source.');
    return { element: note, enable: () => undefined };
  }
  const write = async (): Promise<void> => {
    note.textContent = whatBecame(await session.writeToSource(settingsOf(trial)));
  };
  const keep = (): void => {
    for (const [name, value] of trial) session.setParameter(name, value);
    note.textContent = l10n.t('Kept in the settings (ascendcl.parameters).');
  };
  const failed = (error: unknown): void => void (note.textContent = inWords(error));
  const buttons = [
    button(l10n.t('Write to source'), () => void write().catch(failed), { class: 'primary', key: 'write' }),
    button(l10n.t('Keep as setting'), keep, { key: 'keep' }),
    button(l10n.t('Back to today'), reset, { key: 'back' }),
  ];
  return {
    element: h('div', { class: 'keep' }, h('div', { class: 'controls' }, ...buttons), note),
    enable: (on) => buttons.forEach((each) => (each.disabled = !on)),
  };
}

function whatBecame({ places, notWritten, remarks }: WrittenToSource): string {
  const each = (said: WrittenToSource['remarks']): string =>
    listed(said.map(({ name, reason }) => `${name}: ${reason}`));
  const parts = [
    places.length > 0 && l10n.t('Written: {0}. Save the file to keep it.', listed(places)),
    remarks.length > 0 && l10n.t('To do besides: {0}.', each(remarks)),
    notWritten.length > 0 && l10n.t('Not written: {0}. “Keep as setting” takes it.', each(notWritten)),
  ];
  return parts.filter((part) => part !== false).join(' ');
}

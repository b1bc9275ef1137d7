/** A measured time beside its prediction, as lenses and hints say it. */
import { ownTime } from '../service/joined-lines.ts';
import { millisecondsText } from '../service/labels.ts';
import type { Locale, Texts } from '../service/locale.ts';
import { translator } from '../service/locale.ts';
import type { ComparedLine } from './protocol.ts';

const TEXTS = {
  both: { en: 'measured {measured} · predicted {predicted}', zh: '实测 {measured} · 预测 {predicted}' },
  measured: { en: 'measured {measured}', zh: '实测 {measured}' },
} satisfies Texts<string>;

/** Undefined where nothing was measured. */
export function measuredText(line: ComparedLine, locale: Locale): string | undefined {
  const { measured, reference } = ownTime(line);
  if (measured === null) return undefined;
  const t = translator(TEXTS, locale);
  const times = { measured: millisecondsText(measured) };
  return reference === null
    ? t('measured', times)
    : t('both', { ...times, predicted: millisecondsText(reference) });
}

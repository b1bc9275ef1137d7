/** What a run suffers from, for a reader at a terminal. */
import type { ToldSymptom } from '../../service/diagnosis.ts';
import type { Locale, Texts } from '../../service/locale.ts';
import { translator } from '../../service/locale.ts';

const TEXTS = {
  diagnosis: { en: 'Diagnosis, the host first', zh: '诊断（主机优先）' },
} satisfies Texts<string>;

/** Begins with a blank line where there is something to say. */
export function diagnosisLines(symptoms: readonly ToldSymptom[], locale: Locale): string[] {
  if (symptoms.length === 0) return [];
  const lines = symptoms.map(({ message, source }) =>
    source === null ? `- ${message}` : `- ${source.file}:${source.line}: ${message}`,
  );
  return ['', translator(TEXTS, locale)('diagnosis'), ...lines];
}

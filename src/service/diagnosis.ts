/** A diagnosis as it is told. */
import type { Symptom } from '../measure/diagnosis/symptom.ts';
import { diagnosisText } from '../measure/diagnosis/texts.ts';
import type { SourceRange } from '../pipeline/source.ts';
import { resourceLabel } from './labels.ts';
import type { Locale } from './locale.ts';

export interface ToldSymptom {
  code: string;
  message: string;
  /** Of the run's time, how much it concerns at most, 0…1. */
  share: number;
  source: SourceRange | null;
}

export function toldSymptom({ what, share, source }: Symptom, locale: Locale): ToldSymptom {
  const { id, data } = what;
  const { resource } = data;
  const named = typeof resource === 'string' ? { resource: resourceLabel(resource, locale) } : {};
  return { code: id, message: diagnosisText({ id, data: { ...data, ...named } }, locale), share, source };
}

/** Sentences of the API catalogue in the user's language. The catalogue is written in English. */
import * as v from 'valibot';
import type { CatalogueNote } from '../analyzer/acl/catalogue.ts';
import data from '../analyzer/acl/catalogue.zh-cn.json' with { type: 'json' };
import { compareVersions } from '../pipeline/cann.ts';
import type { Locale, Texts } from './locale.ts';
import { translator } from './locale.ts';

const chinese = new Map(Object.entries(v.parse(v.record(v.string(), v.string()), data)));

/** The sentence; as the catalogue has it where there is no translation. */
export const catalogueText = (text: string, locale: Locale): string =>
  locale === 'zh' ? (chinese.get(text) ?? text) : text;

const TEXTS: Texts<'from' | 'before'> = {
  from: { en: '{text} (CANN {version} and later)', zh: '{text}（CANN {version} 及以后）' },
  before: { en: '{text} (before CANN {version})', zh: '{text}（CANN {version} 以前）' },
};

/** Names of one device that the shipped ids begin with, so that a calibrated profile is known too. */
const isOf = (device: string, id: string): boolean => device === id || device.startsWith(`${id}-`);

const holdsFor = ({ cann }: CatalogueNote, version: string): boolean =>
  (cann?.from === undefined || compareVersions(version, cann.from) >= 0) &&
  (cann?.before === undefined || compareVersions(version, cann.before) < 0);

/** With the versions that it holds for, where it is not known which one counts. */
function noteText({ text, cann }: CatalogueNote, locale: Locale): string {
  const t = translator(TEXTS, locale);
  const words = catalogueText(text, locale);
  if (cann?.from !== undefined) return t('from', { text: words, version: cann.from });
  return cann?.before === undefined ? words : t('before', { text: words, version: cann.before });
}

/**
 * What of the notes holds for a device and a version of CANN (empty: not known, then what differs is told for each).
 * `byVersion`: some of it depends on the version.
 */
export function notesFor(
  notes: readonly CatalogueNote[],
  device: string,
  version: string,
  locale: Locale,
): { texts: string[]; byVersion: boolean } {
  const ofDevice = notes.filter(({ devices }) => devices?.some((id) => isOf(device, id)) ?? true);
  const known = version !== '';
  const held = known ? ofDevice.filter((note) => holdsFor(note, version)) : ofDevice;
  return {
    texts: held.map((note) => (known ? catalogueText(note.text, locale) : noteText(note, locale))),
    byVersion: ofDevice.some(({ cann }) => cann !== undefined),
  };
}

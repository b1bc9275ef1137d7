/** The languages that texts come in. */
import type { Locale } from '../pipeline/words.ts';

export type { Locale, Texts } from '../pipeline/words.ts';
export { translator } from '../pipeline/words.ts';

/** From VS Code's `zh-cn`, a system's `zh_CN.UTF-8`, or anything else: English. */
export function localeOf(tag: string | undefined): Locale {
  return /^zh([-_.]|$)/i.test(tag ?? '') ? 'zh' : 'en';
}

/** The language of a run: known before the options are parsed, since their errors and their help are said in it. */
import { localeOf } from '../service/locale.ts';
import type { Locale } from '../service/locale.ts';

/** `--locale TAG` or `--locale=TAG`, else what the system is set to. */
export function wantedLocale(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Locale {
  return localeOf(optionIn(argv) ?? (env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG']));
}

function optionIn(argv: readonly string[]): string | undefined {
  const at = argv.findLastIndex((word) => word === '--locale' || word.startsWith('--locale='));
  const word = argv[at];
  return word?.includes('=') ? word.slice(word.indexOf('=') + 1) : argv[at + 1 || argv.length];
}

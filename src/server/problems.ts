/** What is wrong with the settings' files: shown to the user once, as long as it stays the same. */
import { errorText } from '../pipeline/words.ts';
import type { Texts } from '../service/locale.ts';
import { translator } from '../service/locale.ts';
import { warnUser } from './log.ts';
import type { ServerState } from './state.ts';

const TEXTS: Texts<'problem'> = {
  problem: {
    en: '{what}. Until this is mended, the other settings hold.',
    zh: '{what}。修正之前，其余设置仍然有效。',
  },
};

export class Problems {
  private told = new Set<string>();

  constructor(private readonly state: Pick<ServerState, 'connection' | 'locale'>) {}

  tell(errors: readonly unknown[]): void {
    const { connection, locale } = this.state;
    const all = new Set(errors.map((error) => errorText(error, locale).replace(/[.。]$/, '')));
    for (const what of all) {
      connection.console.warn(what);
      if (!this.told.has(what)) warnUser(translator(TEXTS, locale)('problem', { what }), connection);
    }
    this.told = all;
  }
}

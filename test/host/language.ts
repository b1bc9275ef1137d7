/** Makes a language known to the server with an empty pack: its own texts stay English, an extension's are translated. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export function installLanguage(userData: string, locale: string): void {
  const folder = join(userData, 'language-pack');
  mkdirSync(folder, { recursive: true });
  const translations = join(folder, 'main.i18n.json');
  writeFileSync(translations, JSON.stringify({ version: '1.0.0', contents: {} }));
  const pack = {
    [locale]: {
      hash: `test-${locale}`,
      label: locale,
      extensions: [{ extensionIdentifier: { id: `test.language-pack-${locale}` }, version: '1.0.0' }],
      translations: { vscode: translations },
    },
  };
  writeFileSync(join(userData, 'languagepacks.json'), JSON.stringify(pack));
}

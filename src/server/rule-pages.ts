/** The rules' pages, which stand in the installation. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locale } from '../service/locale.ts';
import { installation } from './installation.ts';

/** Markdown in the user's language. `rule` is one of `ruleIds()`. Throws where the installation lacks the page. */
export function rulePage(rule: string, locale: Locale): Promise<string> {
  const folder = path.join(installation(), 'docs', 'rules', ...(locale === 'zh' ? ['zh'] : []));
  return readFile(path.join(folder, `${rule}.md`), 'utf8');
}

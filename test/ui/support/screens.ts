/** Screens of the extension, as a user brings them up, in whichever language the session has. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pipeline } from '../../../src/pipeline/pipeline.ts';
import { resolve } from '../../../src/pipeline/resolve.ts';
import { recordedRun, writeTrace } from '../../measure/join/write-trace.ts';
import { aclPerf } from '../../support/acl-perf.ts';
import { root } from './session.ts';
import type { Session, ThemeName } from './session.ts';

export type Locale = 'en' | 'zh-cn';

/** The themes that the screens of a language are looked at in: together all four, by night all in both languages. */
export function themesOf(locale: Locale): readonly [ThemeName, ...ThemeName[]] {
  if (process.env.ALL_SCREENS !== undefined) return ['dark', 'light', 'hc-black', 'hc-light'];
  return locale === 'en' ? ['dark', 'hc-light'] : ['light', 'hc-black'];
}

const readTexts = (name: string): Record<string, string> =>
  JSON.parse(readFileSync(join(root, name), 'utf8')) as Record<string, string>;
const manifests = { en: readTexts('package.nls.json'), 'zh-cn': readTexts('package.nls.zh-cn.json') };
const bundle = readTexts('l10n/bundle.l10n.zh-cn.json');

/** A text of the page or of the extension, by its English. */
export const textOf = (locale: Locale, english: string): string =>
  locale === 'en' ? english : (bundle[english] ?? english);

/** Runs a command of the extension by its title. */
export function runOwn(session: Session, locale: Locale, command: string): Promise<void> {
  const title = manifests[locale][`command.${command}`];
  if (title === undefined) throw new Error(`no command ${command}`);
  return session.command(`AscendCL: ${title}`);
}

/** Puts a line of the open source into the middle. */
export async function goToLine({ page, command }: Session, line: number): Promise<void> {
  await command('View: Focus First Editor Group');
  await page.keyboard.press('Control+G');
  await page.keyboard.type(String(line));
  await page.keyboard.press('Enter');
}

/** What the editor says of a word in view. */
export async function hoverOver({ page }: Session, word: string): Promise<string> {
  const text = page.locator('.view-line span', { hasText: new RegExp(`^${word}$`) }).first();
  const tip = page.locator('.monaco-hover:not(.hidden) .hover-contents').first();
  await text.hover();
  await tip.waitFor();
  return page.locator('.monaco-hover:not(.hidden)').first().innerText();
}

/** A list of VS Code's own that a command has brought up: its picture, its rows and all its text; it is gone afterwards. */
export async function quickPick(session: Session, name: string): Promise<{ rows: string[]; text: string }> {
  const { page } = session;
  const widget = page.locator('.quick-input-widget');
  const rows = widget.locator('.monaco-list-row');
  await widget.locator('.quick-input-title').waitFor();
  await rows.first().waitFor();
  await session.screenshot(name);
  const found = { rows: await rows.allInnerTexts(), text: await widget.innerText() };
  await page.keyboard.press('Escape');
  await widget.waitFor({ state: 'hidden' });
  return found;
}

/** Measured runs of a program whose threads are THREAD_COUNT. */
export function writeRuns(folder: string): string {
  const path = join(folder, 'runs.csv');
  writeFileSync(path, 'THREAD_COUNT,QPS\n1,158\n2,281\n3,333\n6,332\n');
  return path;
}

/** A recorded run of the program in a file. */
export async function writeRecord(folder: string, file: string): Promise<string> {
  const { stdout } = await aclPerf(['pipeline', file]);
  const run = recordedRun(resolve(JSON.parse(stdout) as Pipeline), undefined, 200_000);
  const path = join(folder, 'msprof_1.json');
  writeFileSync(path, writeTrace(run, { seed: 3, drops: 0.01, extras: 0.01, noise: 0.1 }).text);
  return path;
}

/** Answers the tools of an editor's language models: as `acl-perf mcp` does, by the editor's settings. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { MEASURED_NAME } from '../../profile/measured.ts';
import { translator } from '../../service/locale.ts';
import { commandLine } from '../installation.ts';
import { CONFIG_NAME } from '../protocol-sources.ts';
import type { ServerState } from '../state.ts';
import type { Answer } from './answer.ts';
import { answer } from './answer.ts';
import { editorConfig } from './editor-config.ts';
import { isInside } from './inside.ts';
import type { Asked } from './tools.ts';
import { TOOLS } from './tools.ts';
import { TEXTS } from './words.ts';

export async function ask(
  { name, input }: { name: string; input: unknown },
  state: ServerState,
  signal: AbortSignal,
): Promise<Answer> {
  const t = translator(TEXTS, state.locale);
  const tool = TOOLS.find((one) => one.name === name);
  if (!tool) return { text: t('unknownTool', { name }), failed: true };
  const given = v.safeParse(tool.input, input);
  if (!given.success) return { text: problemOf(given.issues[0]), failed: true };
  const asked = tool.asked(given.output);
  const folder = folderFor(asked, state.folders.flatMap(onDisk));
  if (folder === undefined) return { text: t('noFolder'), failed: true };
  const said = await withConfig(folder, state, (options) =>
    answer(
      asked && { ...asked, options: [...options, ...asked.options] },
      { folder, cli: commandLine(), locale: state.locale },
      signal,
    ),
  );
  const unsaved = await unsavedIn(asked, folder, state);
  if (unsaved.length === 0) return said;
  return { ...said, text: `${said.text}\n\n${t('unsaved', { files: unsaved.join(', ') })}` };
}

function problemOf(issue: v.BaseIssue<unknown>): string {
  const at = v.getDotPath(issue);
  return at === null ? issue.message : `${at}: ${issue.message}`;
}

function onDisk(uri: string): string[] {
  return uri.startsWith('file:') ? [fileURLToPath(encodeURI(uri))] : [];
}

/** Of several folders the one that what is asked about lies in. */
function folderFor(asked: Asked | undefined, folders: readonly string[]): string | undefined {
  const [first = '.'] = [...(asked?.paths ?? []), ...(asked?.operands ?? [])];
  const has = (folder: string): boolean => isInside(folder, first) && existsSync(path.resolve(folder, first));
  return folders.find(has) ?? folders[0];
}

const textOf = (file: string): Promise<string | undefined> => readFile(file, 'utf8').catch(() => undefined);

/** Runs with the settings in a file that is gone afterwards. */
async function withConfig(
  folder: string,
  { settings, folders }: ServerState,
  run: (options: string[]) => Promise<Answer>,
): Promise<Answer> {
  const own = folders.find((uri) => onDisk(uri)[0] === folder);
  const measured = existsSync(path.join(folder, MEASURED_NAME)) ? MEASURED_NAME : undefined;
  const text = await textOf(path.join(folder, CONFIG_NAME));
  const config = editorConfig(settings.at(`${own ?? ''}/`), folder, text, measured);
  if (config === undefined) return run([]);
  const place = await mkdtemp(path.join(tmpdir(), 'acl-perf-'));
  try {
    const file = path.join(place, CONFIG_NAME);
    await writeFile(file, JSON.stringify(config));
    return await run([`--config=${file}`]);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

/** Open documents among what is asked about whose text is not that of the disk: the run has read the disk. */
async function unsavedIn(
  asked: Asked | undefined,
  folder: string,
  { documents }: ServerState,
): Promise<string[]> {
  const roots = (asked?.paths ?? []).map((one) => path.resolve(folder, one));
  const open = documents.files().flatMap((uri) => onDisk(uri).map((file) => ({ uri, file })));
  const within = open.filter(({ file }) => roots.some((root) => isInside(root, file)));
  const changed = await Promise.all(
    within.map(async ({ uri, file }) => (await textOf(file)) !== documents.get(uri)?.getText()),
  );
  return within.filter((_, i) => changed[i]).map(({ file }) => path.relative(folder, file));
}

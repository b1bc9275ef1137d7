/** Hover on a call: what it is, what it costs here, and what limits it on the chosen device and CANN version. */
import type { Hover, HoverParams } from 'vscode-languageserver';
import { MarkupKind } from 'vscode-languageserver';
import type { CatalogueRow } from '../analyzer/acl/catalogue.ts';
import { catalogueRow } from '../analyzer/acl/catalogue.ts';
import { documentationOf } from '../analyzer/acl/documentation.ts';
import { catalogueText, notesFor } from '../service/catalogue-text.ts';
import { citationText } from '../service/citation-text.ts';
import type { StepCost } from '../service/costs.ts';
import { millisecondsText, percentText, resourceLabel } from '../service/labels.ts';
import type { Texts } from '../service/locale.ts';
import { translator } from '../service/locale.ts';
import { noteText } from '../service/note-text.ts';
import { literal } from '../service/markdown-text.ts';
import { linkedReferences } from '../service/reference-links.ts';
import { holds } from './ranges.ts';
import type { ServerState } from './state.ts';

type Key =
  | 'sync'
  | 'async'
  | 'host'
  | 'cost'
  | 'share'
  | 'waits'
  | 'device'
  | 'documentation'
  | 'assumed'
  | 'source'
  | 'version'
  | 'noVersion';

const TEXTS: Texts<Key> = {
  sync: { en: 'synchronous: returns when the work is done', zh: '同步：工作完成后返回' },
  async: { en: 'asynchronous: submits and returns', zh: '异步：下发后立即返回' },
  host: { en: 'the host waits in it', zh: '主机在此等待' },
  cost: {
    en: '**{time}** each on {resource} ({device})',
    zh: '每次 **{time}**，在 {resource} 上（{device}）',
  },
  share: { en: '{count} a frame, {share} of a frame’s time', zh: '每帧 {count} 次，占单帧时间的 {share}' },
  waits: { en: 'When the host waits: {when}', zh: '主机等待条件：{when}' },
  device: { en: 'Restrictions on {device}:', zh: '{device} 上的限制：' },
  documentation: { en: 'Documentation', zh: '文档' },
  assumed: { en: 'Assumed: {what}', zh: '假设：{what}' },
  source: { en: 'Source: {reference}', zh: '来源：{reference}' },
  version: { en: 'Judged for CANN {version}.', zh: '按 CANN {version} 判断。' },
  noVersion: {
    en: 'No CANN version is set (`ascendcl.cannVersion`): what differs by version is listed for all.',
    zh: '未设置 CANN 版本（`ascendcl.cannVersion`）：列出所有版本的差异。',
  },
};

export function hover({ textDocument, position }: HoverParams, state: ServerState): Hover | null {
  const file = state.names.file(textDocument.uri);
  const line = state.session.lineOf(file, position.line + 1);
  const name = wordAt(line, position.character);
  const row = name === undefined ? undefined : catalogueRow(name);
  if (row === undefined || row.category.startsWith('host-')) return null;
  const program = state.session.programOf(file);
  const costs = program === undefined ? [] : state.session.costs(program.pipeline);
  const here = costs.find(({ source }) => source?.file === file && holds(source, position));
  const value = [title(row, state), ...costLines(here, file, state), ...limits(row, file, state)].join(
    '\n\n',
  );
  return { contents: { kind: MarkupKind.Markdown, value } };
}

/** The identifier, with its namespaces, around a column. */
function wordAt(line: string, column: number): string | undefined {
  for (const match of line.matchAll(/(?<!\w)[A-Za-z_]\w*(?:::[A-Za-z_]\w*)*/g)) {
    if (match.index <= column && column <= match.index + match[0].length) return match[0];
  }
  return undefined;
}

function title(row: CatalogueRow, state: ServerState): string {
  const t = translator(TEXTS, state.locale);
  const engine =
    row.engine === 'none' || row.engine === 'host' ? [] : [resourceLabel(row.engine, state.locale)];
  const blocks = row.blocksHost && row.mode === 'async' ? [t('host')] : [];
  return [`**\`${row.name}\`**`, ...engine, t(row.mode), ...blocks].join(' · ');
}

function costLines(cost: StepCost | undefined, file: string, state: ServerState): string[] {
  if (cost === undefined) return [];
  const t = translator(TEXTS, state.locale);
  const line = t('cost', {
    time: millisecondsText(cost.milliseconds),
    resource: literal(resourceLabel(cost.resource, state.locale)),
    device: literal(state.session.settingsAt(file).profile.name),
  });
  const count = String(Number(cost.perFrame.toPrecision(3)));
  const share = t('share', { count, share: percentText(cost.share) });
  const assumed =
    cost.assumption === undefined
      ? []
      : [literal(t('assumed', { what: noteText(cost.assumption, state.locale) }))];
  return [`${line}; ${share}`, ...assumed];
}

function limits(row: CatalogueRow, file: string, state: ServerState): string[] {
  const t = translator(TEXTS, state.locale);
  const waits = row.hostBlocking;
  return [
    ...(waits === undefined ? [] : [t('waits', { when: catalogueText(waits, state.locale) })]),
    ...restrictions(row, file, state),
    ...sources(row, state),
  ];
}

/** What holds for the device and the CANN version of the settings. */
function restrictions(
  { notes = [] }: CatalogueRow,
  file: string,
  { session, locale }: ServerState,
): string[] {
  const t = translator(TEXTS, locale);
  const { profile, cannVersion: version = '' } = session.settingsAt(file);
  const { texts, byVersion } = notesFor(notes, profile.id, version, locale);
  if (texts.length === 0) return [];
  const list = [t('device', { device: literal(profile.name) }), ...texts.map((text) => `- ${text}`)].join(
    '\n',
  );
  if (!byVersion) return [list];
  return [list, version === '' ? t('noVersion') : t('version', { version: literal(version) })];
}

function sources({ name, reference }: CatalogueRow, { locale }: ServerState): string[] {
  const t = translator(TEXTS, locale);
  const page = documentationOf(name);
  const parts = [
    ...(page === undefined ? [] : [`[${t('documentation')}](${page})`]),
    ...(reference === undefined
      ? []
      : [t('source', { reference: citationText(linkedReferences(reference), locale) })]),
  ];
  return parts.length === 0 ? [] : [parts.join(' · ')];
}

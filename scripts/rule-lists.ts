/**
 * Writes the lists of rules and devices anew from these themselves: the tables of docs/rules/README.md in both languages,
 * and the settings and tools in package.json. `npm run rules`, after a rule or a device has been added or its meta data changed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';
import { DEFAULT_DEVICE, DEVICE_IDS, DEVICES } from '../src/pipeline/devices.ts';
import { manifestTools } from './manifest-tools.ts';
import { ruleById, ruleIds } from '../src/analyzer/rules/index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

async function rewrite(path: string, change: (text: string) => string): Promise<void> {
  const file = `${root}${path}`;
  const config = await prettier.resolveConfig(file);
  writeFileSync(
    file,
    await prettier.format(change(readFileSync(file, 'utf8')), { ...config, filepath: file }),
  );
}

/** The table's head is kept, its rows are made. */
function withRows(text: string, language: 'en' | 'zh'): string {
  const lines = text.split('\n');
  const isRow = (line: string): boolean => /^\| \[/.test(line);
  const first = lines.findIndex(isRow);
  const last = lines.findLastIndex(isRow);
  return [
    ...lines.slice(0, first),
    ...ruleIds().map((id) => rowOf(id, language)),
    ...lines.slice(last + 1),
  ].join('\n');
}

function rowOf(id: string, language: 'en' | 'zh'): string {
  const rule = ruleById(id);
  if (!rule) throw new Error(`no rule ${id}`);
  const { severity, priced, fixable, devices = [] } = rule.meta;
  const mark = (has: boolean): string => (has ? '✓' : '');
  const title = rule.title[language].replaceAll("'", '’');
  return `| [${id}](${id}.md) | ${[title, severity, mark(priced), mark(fixable), devices.join(', ')].join(' | ')} |`;
}

interface Manifest {
  contributes: { configuration: { properties: Record<string, Record<string, unknown>> } };
}

/** The devices that can be chosen, as the list of them has them. */
function withDevices(text: string): string {
  const manifest = JSON.parse(text) as Manifest;
  const device = manifest.contributes.configuration.properties['ascendcl.device'];
  if (!device) throw new Error('package.json has no setting ascendcl.device');
  Object.assign(device, {
    default: DEFAULT_DEVICE,
    enum: DEVICE_IDS,
    enumItemLabels: Object.values(DEVICES),
  });
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** The settings of rules, wherever the manifest has them, in alphabetical order. */
function withSettings(text: string): string {
  const manifest = JSON.parse(text) as Manifest;
  const ids = ruleIds().toSorted();
  JSON.stringify(manifest, (key, value: unknown) => {
    if (!isRecord(value) || !Object.hasOwn(value, 'alloc-in-loop') || key !== 'properties') return value;
    const setting = value['alloc-in-loop'];
    for (const id of Object.keys(value)) Reflect.deleteProperty(value, id);
    for (const id of ids) value[id] = setting;
    return value;
  });
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** The tools for language models, as those of `acl-perf mcp` are. */
function withTools(text: string): string {
  const manifest = JSON.parse(text) as Manifest;
  Object.assign(manifest.contributes, { languageModelTools: manifestTools() });
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

await rewrite('docs/rules/README.md', (text) => withRows(text, 'en'));
await rewrite('docs/rules/zh/README.md', (text) => withRows(text, 'zh'));
await rewrite('package.json', (text) => withTools(withDevices(withSettings(text))));

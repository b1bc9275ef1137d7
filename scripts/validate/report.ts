/** Markdown of the validation, and its place in docs/accuracy.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';

const DOC = new URL('../../docs/accuracy.md', import.meta.url);

export function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export function percent(share: number, digits = 1): string {
  return `${share > 0 ? '+' : ''}${(100 * share).toFixed(digits)} %`;
}

export function fixed(value: number | undefined, digits = 1): string {
  return value === undefined ? '' : value.toFixed(value >= 1000 ? 0 : digits);
}

export function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The value below which a share of all lies. */
export function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** Puts text between the markers of a section, `<!-- name:begin -->` and `<!-- name:end -->`, formatted as the rest. */
export async function writeSection(name: string, text: string): Promise<void> {
  const doc = readFileSync(DOC, 'utf8');
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [from, to] = [doc.indexOf(begin), doc.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/accuracy.md has no section ${name}`);
  const formatted = await format(text, { ...(await resolveConfig(DOC)), parser: 'markdown' });
  writeFileSync(DOC, `${doc.slice(0, from + begin.length)}\n\n${formatted.trimEnd()}\n\n${doc.slice(to)}`);
}

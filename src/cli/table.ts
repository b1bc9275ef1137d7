/** Plain text tables: aligned columns, two blanks between them. */

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;
const ESCAPES = new RegExp(String.raw`${String.fromCharCode(27)}\[[\d;]*m`, 'g');

/** Columns of a terminal that a text takes: Chinese characters take two, colours none. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text.replace(ESCAPES, '')) width += WIDE.test(character) ? 2 : 1;
  return width;
}

export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'left' ? text + blanks : blanks + text;
}

/** Lines of a table; numbers (and what looks like one) stand to the right. Trailing blanks are cut. */
export function textTable(rows: string[][], indent = ''): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((text, i) => (widths[i] = Math.max(widths[i] ?? 0, displayWidth(text))));
  }
  const right = widths.map((_, i) => rows.slice(1).every((row) => isNumber(row[i])));
  return rows.map((row) =>
    (
      indent + row.map((text, i) => pad(text, widths[i] ?? 0, right[i] ? 'right' : 'left')).join('  ')
    ).trimEnd(),
  );
}

function isNumber(text: string | undefined): boolean {
  return (
    text === undefined || /^[-+±]?[\d.,]+(\s?(%|ms|MiB|QPS))?$/.test(text) || text === '' || text === '-'
  );
}

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ruleById, ruleIds } from '../../src/analyzer/rules/index.ts';
import { alone, analyse, stallsOf } from './support/analyse.ts';
import { compileErrors } from './support/compile.ts';
import { sampleOfPage } from './support/programs.ts';

const root = new URL('../..', import.meta.url).pathname;
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8');
const pages = ruleIds().flatMap((id) => [
  [id, 'en', `docs/rules/${id}.md`] as const,
  [id, 'zh', `docs/rules/zh/${id}.md`] as const,
]);
const HEADINGS = {
  en: ['Why', 'Incorrect', 'Correct', 'What the gain depends on', 'When not to use it'],
  zh: ['原因', '错误示例', '正确示例', '收益取决于什么', '何时不适用'],
};

/** A rule's row of the list of rules, without its name. */
const rows = pages.map(([id, language, path]) => {
  const list = read(path.replace(/[^/]*$/, 'README.md'));
  const row = list.split('\n').find((line) => line.startsWith(`| [${id}]`)) ?? '';
  return [
    id,
    language,
    row
      .split('|')
      .slice(2, -1)
      .map((cell) => cell.trim()),
  ] as const;
});

describe('every rule', () => {
  it.each(ruleIds())('%s has its test file, its page and its texts in both languages', (id) => {
    const rule = ruleById(id);
    expect(rule?.meta.docs).toBe(`docs/rules/${id}.md`);
    expect(existsSync(`${root}test/rules/${id}.test.ts`)).toBe(true);
    expect(existsSync(`${root}src/analyzer/rules/${rule?.meta.category}/${id}.ts`)).toBe(true);
    for (const message of [rule?.title, ...Object.values(rule?.messages ?? {})]) {
      expect(message?.en).toMatch(/\w/);
      expect(message?.zh).toMatch(/[一-鿿]/);
      expect(names(message?.en)).toEqual(names(message?.zh));
    }
  });

  it.each(pages)('%s (%s) has a page with all its parts', (_, language, path) => {
    const headings = [...read(path).matchAll(/^## (.*)$/gm)].map((match) => match[1]);
    expect(headings.slice(0, 5)).toEqual(HEADINGS[language]);
  });

  it.each(pages)(
    '%s (%s): its page shows code that is reported and code that is not',
    async (id, language, path) => {
      const page = read(path);
      const [, incorrect, correct] = HEADINGS[language];
      const count = async (heading = ''): Promise<number> => {
        const findings = await findingsOf(sampleOfPage(page, heading), id);
        return findings.filter(({ rule }) => rule === id).length;
      };
      expect(await count(incorrect)).toBeGreaterThan(0);
      expect(await count(correct)).toBe(0);
    },
  );

  it.each(['docs/rules/README.md', 'docs/rules/zh/README.md'])('%s lists all rules', (path) => {
    const listed = [...read(path).matchAll(/^\| \[([\w-]+)\]\(\1\.md\)/gm)].map((match) => match[1]);
    expect(listed).toEqual(ruleIds());
  });

  it.each(rows)('%s (%s) is listed as what it is', (id, language, row) => {
    const { meta, title } = ruleById(id) ?? {};
    const mark = (has: boolean | undefined): string => (has === true ? '✓' : '');
    expect(row).toEqual([
      title?.[language].replaceAll("'", '’'),
      meta?.severity,
      mark(meta?.priced),
      mark(meta?.fixable),
      (meta?.devices ?? []).join(', '),
    ]);
  });

  it('shows samples that compile', () => {
    const samples = ruleIds().flatMap((id) =>
      ['Incorrect', 'Correct'].map((heading) => sampleOfPage(read(`docs/rules/${id}.md`), heading)),
    );
    expect(compileErrors(samples)).toBe('');
  });
});

/** A deadlock shows only when the program is simulated. */
const findingsOf = async (text: string, id: string) =>
  id === 'deadlock' ? stallsOf(text) : analyse(text, alone(id, settingsOf(id)));

/** A rule of one device is shown on it. */
function settingsOf(id: string) {
  const device = ruleById(id)?.meta.devices?.[0];
  return device === undefined ? {} : { device };
}

function names(text = ''): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''))].sort();
}

/** docs/seed.md: what is said to be a rule or an advice is one, and gains what the table shows. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';
import { describe, expect, it } from 'vitest';
import { ruleById } from '../../src/analyzer/rules/index.ts';
import { parameterAdvice } from '../../src/service/advice.ts';
import { parameterWithRole } from '../../src/service/parameters.ts';
import { changePercent, isGain } from '../../src/service/gain-text.ts';
import { openedOf, programsIn } from '../rules/support/trial.ts';
import { sampleOfPage } from '../rules/support/programs.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAGE = `${ROOT}docs/seed.md`;
const page = readFileSync(PAGE, 'utf8');

const isRow = (line: string): boolean => line.startsWith('| ') && !/^\| (?:recommendation|-)/.test(line);
const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
const rulesOf = (answer: string): string[] => [...answer.matchAll(/\[([\w-]+)\]/g)].map(([, id = '']) => id);
const percent = (change: number): string => `+${change.toFixed(change < 10 ? 1 : 0)} %`;

/** What the wrong example of the rule's page gains by its fixes; a dash for a rule without a price. */
async function gainOfRule(id: string): Promise<string> {
  const rule = ruleById(id);
  if (!rule?.meta.priced) return '–';
  const device = rule.meta.devices?.[0] ?? 'ascend310';
  const text = sampleOfPage(readFileSync(`${ROOT}${rule.meta.docs}`, 'utf8'), 'Incorrect');
  const { session } = openedOf(new Map([['main.cpp', text]]), device);
  const own = session.findings().filter((finding) => finding.rule === id);
  expect(own, id).not.toEqual([]);
  const gains = (await session.price(own)).flatMap(({ gain }) => gain ?? []);
  const best = Math.max(...gains.filter(isGain).map(changePercent));
  return Number.isFinite(best) ? percent(best) : 'none there';
}

/** What the advice on the parameter gains. */
async function gainOfAdvice(role: 'threads', name: string): Promise<string> {
  const program =
    programsIn(ROOT, ['examples']).find(([path]) => path === name)?.[1] ?? new Map<string, string>();
  const { session } = openedOf(program);
  const [first] = session.programs();
  const parameter = first && parameterWithRole(first.pipeline, role);
  const fewest = parameter ? { [parameter.name]: parameter.range[0] } : {};
  const found = first ? await parameterAdvice(session, first.pipeline, fewest) : [];
  const own = found.find((one) => one.parameter.name === parameter?.name);
  expect(own, `${role} of ${name}`).toBeDefined();
  return own ? `${percent(changePercent(own.gain))} (${String(own.from)} → ${String(own.to)})` : '';
}

async function withGain(line: string): Promise<string> {
  const [what = '', answer = ''] = cellsOf(line);
  const advice = /^advice: (threads), (\S+)$/.exec(answer);
  const gains = advice
    ? [await gainOfAdvice('threads', advice[2] ?? '')]
    : await Promise.all(rulesOf(answer).map(gainOfRule));
  return `| ${what} | ${answer} | ${gains.join(', ')} |`;
}

describe('docs/seed.md', () => {
  it('answers each recommendation with a rule, an advice or a reason', () => {
    for (const [, answer = ''] of page.split('\n').filter(isRow).map(cellsOf)) {
      expect(
        rulesOf(answer).every((id) => ruleById(id) !== undefined),
        answer,
      ).toBe(true);
      expect(rulesOf(answer).length > 0 || answer.startsWith('advice: '), answer).toBe(true);
    }
    const reasons = page.split('## No rule')[1]?.match(/^- \*\*[^*]+\*\* .{40,}$/gm) ?? [];
    expect(reasons).toHaveLength(page.split('## No rule')[1]?.match(/^- /gm)?.length ?? 0);
  });

  it('shows gains as they are simulated', async () => {
    const lines: string[] = [];
    for (const line of page.split('\n')) lines.push(isRow(line) ? await withGain(line) : line);
    const config = await prettier.resolveConfig(PAGE);
    const text = await prettier.format(lines.join('\n'), { ...config, filepath: PAGE });
    await expect(text).toMatchFileSnapshot(PAGE);
  });
});

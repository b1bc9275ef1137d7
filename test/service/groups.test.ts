import { describe, expect, it } from 'vitest';
import type { Finding, Gain, Severity } from '../../src/analyzer/finding.ts';
import { groupId, groupsOf } from '../../src/service/groups.ts';
import type { PricedFinding } from '../../src/service/price.ts';

const at = (line: number) => ({ file: 'a.cpp', line, column: 5, endLine: line, endColumn: 9 });
const finding = (line: number, call: string, loop?: number): Finding => ({
  rule: 'alloc-in-loop',
  messageId: 'alloc',
  data: { call },
  severity: 'info',
  range: at(line),
  related: loop === undefined ? [] : [{ range: at(loop), messageId: 'frameLoop', data: {} }],
  fixes: [],
});
const gain = (qpsAfter: number): Gain => ({
  qpsBefore: 100,
  qpsAfter,
  plusMinus: 1,
  noise: 1,
  boundBy: '',
  boundUtilization: 0,
});
const priced = (one: Finding, after?: number, severity: Severity = 'info'): PricedFinding => ({
  finding: one,
  severity,
  gain: after === undefined ? null : gain(after),
});
const lines = (groups: PricedFinding[][]): number[][] =>
  groups.map((group) => group.map((one) => one.finding.range.line));

describe('findings of one cause', () => {
  it('are those that say the same within one loop', () => {
    const all = [finding(3, 'a', 1), finding(4, 'a', 1), finding(5, 'b', 1), finding(9, 'a', 8)];
    expect(lines(groupsOf(all.map((one) => priced(one))))).toEqual([[3, 4], [5], [9]]);
    const [first, second, third, fourth] = all.map(groupId);
    expect(first).toBe(second);
    expect(new Set([first, third, fourth]).size).toBe(3);
  });

  it('are those of a file where no loop is known', () => {
    const other = { ...finding(2, 'a'), range: { ...at(2), file: 'b.cpp' } };
    expect(lines(groupsOf([priced(finding(7, 'a')), priced(finding(6, 'a')), priced(other)]))).toEqual([
      [6, 7],
      [2],
    ]);
  });

  it('stand in the order of their gain, errors before all', () => {
    const all = [
      priced(finding(1, 'a', 10)),
      priced(finding(2, 'b', 10), 120),
      priced(finding(3, 'c', 10), 160),
      priced(finding(4, 'd', 10), 90, 'hint'),
      priced(finding(5, 'e', 10), undefined, 'error'),
      priced(finding(6, 'b', 10), 140),
    ];
    expect(lines(groupsOf(all))).toEqual([[5], [3], [6, 2], [1], [4]]);
  });
});

/** What is true of all rules when they are run: which are, in which order, how severe, and how their texts are found. */
import { describe, expect, it } from 'vitest';
import type { AnalysisSettings } from '../../src/analyzer/analysis.ts';
import type { Finding } from '../../src/analyzer/finding.ts';
import {
  messageText,
  ruleById,
  ruleIds,
  settleFile,
  skipText,
  type RuleSummary,
} from '../../src/analyzer/rules/index.ts';
import { analyse, programOf, timesOf } from './support/analyse.ts';
import { frame } from './support/programs.ts';

const execute = 'aclmdlExecute(modelId, input, output);';
const RULE = 'sync-model-execute-in-loop';
/** All but what is told once comments are read, which stands last, and once the program is simulated. */
const RUN = ruleIds()
  .slice(0, -1)
  .filter((rule) => rule !== 'deadlock');

function summaryOf(code: string, rule: string, settings: AnalysisSettings = {}): RuleSummary | undefined {
  return programOf(code, settings).summary.find((summary) => summary.rule === rule);
}

describe('a run of the rules', () => {
  it('sums up each rule, in the order of the documentation', () => {
    const { summary } = programOf(frame(`${execute}\n${execute}`));
    expect(summary.map(({ rule }) => rule)).toEqual(RUN);
    expect(summary.find(({ rule }) => rule === RULE)).toEqual({ rule: RULE, found: 2 });
    expect(summary.find(({ rule }) => rule === 'alloc-in-loop')).toEqual({ rule: 'alloc-in-loop', found: 0 });
  });

  it('says why a rule was not run', () => {
    const code = frame(execute);
    const skipped = (rule: string, settings?: AnalysisSettings) => summaryOf(code, rule, settings)?.skipped;
    expect(summaryOf(code, RULE, { rules: { [RULE]: 'off' } })).toEqual({
      rule: RULE,
      found: 0,
      skipped: 'off',
    });
    expect(skipped('venc-multithread-310', { device: 'ascend910b' })).toBe('device');
    expect(skipped('venc-multithread-310', { device: 'ascend310' })).toBeUndefined();
    expect(skipped('venc-multithread-310')).toBeUndefined();
    expect(skipped(RULE, { rules: { [RULE]: 'error' } })).toBeUndefined();
    const library = `#include "acl/acl.h"\nvoid open(aclrtStream *stream) { aclrtCreateStream(stream); }`;
    expect(summaryOf(library, 'unused-stream')).toEqual({
      rule: 'unused-stream',
      found: 0,
      skipped: 'library',
    });
  });

  it('gives findings from top to bottom and from left to right', () => {
    const code = frame(`aclrtSynchronizeDevice(); ${execute} aclrtSynchronizeDevice();\n${execute}`);
    const places = programOf(code).findings.map(({ range }) => [range.line, range.column] as const);
    expect(places.length).toBeGreaterThan(3);
    expect(places).toEqual(places.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]));
  });

  it('reports a place once, however many ways lead there', () => {
    const code = frame('infer();\ninfer();', { top: `void infer()\n{\n    ${execute}\n}` });
    expect(programOf(code).findings.filter(({ rule }) => rule === RULE)).toHaveLength(1);
  });

  it('takes the severity of the settings before that of the finding and of the rule', () => {
    const code = frame(`aclrtStream own;\naclrtCreateStream(&own);\n${execute}\naclrtDestroyStream(own);`);
    const rule = 'create-destroy-in-loop';
    const severity = (settings: AnalysisSettings) =>
      analyse(code, settings).find((finding) => finding.rule === rule)?.severity;
    expect(ruleById(rule)?.meta.severity).toBe('info');
    expect(severity({})).toBe('warning');
    expect(severity({ rules: { [rule]: 'error' } })).toBe('error');
  });

  it('tells how long each rule took, by the clock of the host', () => {
    expect(timesOf(frame(execute))).toEqual(RUN.map((rule) => [rule, 1]));
  });
});

describe('findings of a file', () => {
  const at = (file: string, line: number, column: number, rule = 'alloc-in-loop'): Finding => ({
    rule,
    messageId: 'alloc',
    data: {},
    severity: 'warning',
    range: { file, line, column, endLine: line, endColumn: column + 3 },
    related: [],
    fixes: [],
  });
  const settled = (findings: Finding[], text = '', settings: AnalysisSettings = {}): string[] =>
    settleFile('a.cpp', text, findings, settings).map(
      ({ rule, severity, range }) => `${rule} ${severity} ${String(range.line)}:${String(range.column)}`,
    );

  it('are kept once where several programs have them', () => {
    expect(settled([at('a.cpp', 3, 5), at('a.cpp', 3, 5)])).toEqual(['alloc-in-loop warning 3:5']);
    expect(
      settled([at('a.cpp', 3, 5), at('a.cpp', 3, 6), at('a.cpp', 4, 5), at('a.cpp', 3, 5, RULE)]),
    ).toHaveLength(4);
  });

  it('are joined by hints about comments, in their places', () => {
    const text = 'x();\ny(); // acl-perf: ignore redundant-sync\nz();';
    expect(settled([at('a.cpp', 3, 1), at('a.cpp', 1, 1)], text)).toEqual([
      'alloc-in-loop warning 1:1',
      'suppression-comment hint 2:9',
      'alloc-in-loop warning 3:1',
    ]);
    expect(settled([at('a.cpp', 2, 12)], text)).toEqual([
      'suppression-comment hint 2:9',
      'alloc-in-loop warning 2:12',
    ]);
    expect(settled([], text, { rules: { 'suppression-comment': 'warning' } })).toEqual([
      'suppression-comment warning 2:9',
    ]);
    expect(settled([], text, { rules: { 'suppression-comment': 'off' } })).toEqual([]);
  });

  it('are silenced where a comment with a reason says so', () => {
    const text = 'x(); // acl-perf: ignore alloc-in-loop — once only';
    expect(settled([at('a.cpp', 1, 1), at('a.cpp', 1, 3, RULE)], text)).toEqual([`${RULE} warning 1:3`]);
  });

  it('know the rules that a comment may name', () => {
    const text =
      'x(); // acl-perf: ignore no-such-rule — why\ny(); // acl-perf: ignore suppression-comment — why';
    expect(settled([], text)).toEqual(['suppression-comment hint 1:9']);
  });
});

describe('texts', () => {
  it('are those of the rule, else the shared ones, else the id', () => {
    expect(messageText('alloc-in-loop', 'alloc', { call: 'aclrtMalloc' })).toMatch(/^aclrtMalloc allocates/);
    expect(messageText('alloc-in-loop', 'alloc', { call: 'aclrtMalloc' }, 'zh')).toMatch(/^aclrtMalloc 每帧/);
    expect(messageText('alloc-in-loop', 'createdHere', { name: 'buffer' })).toBe('buffer is created here.');
    expect(messageText('no-such-rule', 'createdHere', { name: 'buffer' }, 'zh')).toBe('buffer 在此处创建。');
    expect(messageText('alloc-in-loop', 'no-such-text', {})).toBe('no-such-text');
  });

  it('keep a name that nothing fills', () => {
    expect(messageText('alloc-in-loop', 'createdHere', {})).toBe('{name} is created here.');
  });

  it('say why a loop counts, in the language asked for', () => {
    const related = analyse(frame(execute)).flatMap((finding) => finding.related);
    const loop = related.find(({ messageId }) => messageId === 'frameLoop');
    const text = (language: 'en' | 'zh') => messageText(RULE, 'frameLoop', loop?.data ?? {}, language);
    expect(text('en')).toBe('This loop runs once per frame (gives the device work in every pass).');
    expect(text('zh')).toMatch(/^此循环每帧执行一次（[一-鿿]+.*）。$/);
  });

  it('say why a rule was skipped', () => {
    expect(skipText('off')).toBe('skipped: switched off in the settings');
    expect(skipText('device', 'zh')).toBe('已跳过：不适用于此设备');
    expect(skipText('cannVersion')).toBe('skipped: does not apply to this CANN version');
    expect(skipText('library', 'zh')).toBe('已跳过：其余部分可能由使用此库的程序完成');
  });

  it('are found by the id of a rule', () => {
    expect(ruleById('suppression-comment')?.id).toBe('suppression-comment');
    expect(ruleById('alloc-in-loop')?.id).toBe('alloc-in-loop');
    expect(ruleById('no-such-rule')).toBeUndefined();
    expect(ruleIds().at(-1)).toBe('suppression-comment');
  });
});

/**
 * Tests a rule on programs. In an invalid program ⟦…⟧ stands around each expected range. What is said there in full is
 * in `expected/<rule>.txt`, which `npx vitest run test/rules -u` writes anew. All programs, and what each fix makes of
 * them, must compile; a fix must take its finding away and bring no other.
 */
import { describe, expect, it } from 'vitest';
import type { AnalysisSettings } from '../../../src/analyzer/analysis.ts';
import type { Finding } from '../../../src/analyzer/finding.ts';
import { messageText, ruleById } from '../../../src/analyzer/rules/index.ts';
import { alone, analyse, programOf } from './analyse.ts';
import { applyEdits } from './apply.ts';
import { compileErrors } from './compile.ts';
import { headline, outline, place, report } from './report.ts';

export interface Case {
  code: string;
  settings?: AnalysisSettings;
  /** Message that each finding has, where the rule has several. */
  message?: string;
  /** Rules of which a fix may bring a finding, since it only lessens the fault. */
  lessened?: string[];
}

export interface RuleCases {
  valid: Record<string, string | Case>;
  invalid: Record<string, string | Case>;
}

interface Marked {
  code: string;
  /** `line:column-endLine:endColumn` of each mark, top down. */
  ranges: string[];
}

const OPEN = '⟦';
const CLOSE = '⟧';
const MARK = /([⟦⟧])/;

/** Takes the marks out and says where they stood. */
export function unmark(marked: string): Marked {
  let code = '';
  let start = '';
  const ranges: string[] = [];
  for (const part of marked.split(MARK)) {
    if (part === OPEN) start = position(code);
    else if (part === CLOSE) ranges.push(`${start}-${position(code)}`);
    else code += part;
  }
  return { code, ranges };
}

function position(before: string): string {
  const lines = before.split('\n');
  return `${String(lines.length)}:${String((lines.at(-1) ?? '').length + 1)}`;
}

const expected = new URL('../expected/', import.meta.url).pathname;

const asCase = (value: string | Case): Case => (typeof value === 'string' ? { code: value } : value);

/** Findings of one rule, with the others switched off. */
function findingsOf(rule: string, code: string, settings: AnalysisSettings = {}): Finding[] {
  return analyse(code, alone(rule, settings)).filter((finding) => finding.rule === rule);
}

/** Runs the cases of a rule. */
export function testRule(rule: string, cases: RuleCases): void {
  describe(rule, () => {
    it('has eight cases of each kind', () => {
      expect(Object.keys(cases.valid).length).toBeGreaterThanOrEqual(8);
      expect(Object.keys(cases.invalid).length).toBeGreaterThanOrEqual(8);
    });
    testReport(rule, cases);
    describe('is silent on', () => {
      it.each(Object.entries(cases.valid))('%s', (_, value) => {
        const { code, settings } = asCase(value);
        expect(findingsOf(rule, code, settings).map(({ range }) => place(range))).toEqual([]);
      });
    });
    describe('reports', () => {
      it.each(Object.entries(cases.invalid))('%s', (_, value) => expectFindings(rule, asCase(value)));
    });
    it('is tested on programs that compile', () => {
      const all = [...Object.values(cases.valid), ...Object.values(cases.invalid)];
      expect(compileErrors(all.map((value) => unmark(asCase(value).code).code))).toBe('');
    });
    testFixes(rule, cases);
  });
}

function expectFindings(rule: string, { code: marked, settings, message }: Case): void {
  const { code, ranges } = unmark(marked);
  const found = findingsOf(rule, code, settings);
  expect(found.map(({ range }) => place(range))).toEqual(ranges);
  for (const finding of found) {
    if (message !== undefined) expect(finding.messageId).toBe(message);
    for (const language of ['en', 'zh'] as const) {
      expect(messageText(rule, finding.messageId, finding.data, language)).not.toMatch(/\{\w+\}/);
      for (const { titleId, data } of finding.fixes)
        expect(messageText(rule, titleId, data, language)).not.toMatch(/\{\w+\}/);
    }
  }
}

function testReport(rule: string, cases: RuleCases): void {
  const invalid = Object.entries(cases.invalid).map(([name, value]) => [name, asCase(value)] as const);
  const found = ({ code, settings }: Case): Finding[] => findingsOf(rule, unmark(code).code, settings);
  it('says, shows and offers the same as before', async () => {
    const parts = invalid.map(([name, one]) => {
      const { code } = unmark(one.code);
      return `\n${name}\n${report(code, programOf(code, alone(rule, one.settings)), found(one))}\n`;
    });
    await expect(`${headline(rule)}\n${parts.join('')}`).toMatchFileSnapshot(`${expected}${rule}.txt`);
  });
  it('has the offers that it is known for', () => {
    const all = invalid.flatMap(([, one]) => found(one));
    const { priced, fixable } = ruleById(rule)?.meta ?? {};
    expect(all.some((finding) => finding.fixes.length > 0)).toBe(fixable);
    expect(all.some((finding) => finding.counterfactual !== undefined)).toBe(priced);
  });
  it('says why where it offers no fix', () => {
    const silent = invalid.flatMap(([, one]) =>
      found(one).filter(({ fixes, notFixed }) => fixes.length > 0 === (notFixed !== undefined)),
    );
    expect(ruleById(rule)?.meta.fixable ? silent : []).toEqual([]);
  });
  it('prices what changes the Pipeline', () => {
    for (const [, { code, settings }] of invalid) {
      const { pipeline, findings } = programOf(unmark(code).code, alone(rule, settings));
      for (const { counterfactual } of findings) {
        if (counterfactual)
          expect(outline(counterfactual(pipeline) ?? pipeline)).not.toEqual(outline(pipeline));
      }
    }
  });
}

function testFixes(rule: string, cases: RuleCases): void {
  it('offers fixes that compile, take the finding away and bring no other', () => {
    const fixed = Object.values(cases.invalid).flatMap((value) => fixedPrograms(rule, asCase(value)));
    expect(compileErrors(fixed)).toBe('');
  });
}

function fixedPrograms(rule: string, { code: marked, settings, lessened = [] }: Case): string[] {
  const { code } = unmark(marked);
  const before = analyse(code, settings);
  return before
    .filter((finding) => finding.rule === rule)
    .flatMap((finding) => finding.fixes)
    .map((fix) => {
      const after = applyEdits(code, fix.edits);
      const counts = countByRule(analyse(after, settings));
      const allowed = countByRule(before);
      const left = analyse(after, settings).filter((f) => f.rule === rule).length;
      const had = before.filter((f) => f.rule === rule).length;
      expect(left, `${rule}: ${fix.titleId} leaves the finding in\n${after}`).toBeLessThan(had);
      for (const [other, count] of counts) {
        if (lessened.includes(other)) continue;
        expect(count, `${rule}: ${fix.titleId} brings ${other} in\n${after}`).toBeLessThanOrEqual(
          allowed.get(other) ?? 0,
        );
      }
      return after;
    });
}

/** A wait behind each frame is what is left of a wait behind each stage: the one may take the place of the other. */
const FAMILIES: Record<string, string> = { 'sync-once-per-frame': 'sync-each-submission' };

function countByRule(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { rule: name } of findings) {
    const rule = FAMILIES[name] ?? name;
    counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return counts;
}

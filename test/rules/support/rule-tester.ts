/**
 * Tests a rule on programs. In an invalid program ⟦…⟧ stands around each expected range. All programs, and what each
 * fix makes of them, must compile; a fix must take its finding away and bring no other.
 */
import { describe, expect, it } from 'vitest';
import type { AnalysisSettings } from '../../../src/analyzer/analysis.ts';
import type { Finding } from '../../../src/analyzer/finding.ts';
import { messageText } from '../../../src/analyzer/rules/index.ts';
import { analyse } from './analyse.ts';
import { applyEdits } from './apply.ts';
import { compileErrors } from './compile.ts';

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

/** Takes the marks out and says where they stood. */
export function unmark(marked: string): Marked {
  let code = '';
  let start = '';
  const ranges: string[] = [];
  for (const character of marked) {
    if (character === OPEN) start = position(code);
    else if (character === CLOSE) ranges.push(`${start}-${position(code)}`);
    else code += character;
  }
  return { code, ranges };
}

function position(before: string): string {
  const lines = before.split('\n');
  return `${String(lines.length)}:${String((lines.at(-1) ?? '').length + 1)}`;
}

const place = ({ range }: Finding): string =>
  `${String(range.line)}:${String(range.column)}-${String(range.endLine)}:${String(range.endColumn)}`;

const asCase = (value: string | Case): Case => (typeof value === 'string' ? { code: value } : value);

/** Runs the cases of a rule. */
export function testRule(rule: string, cases: RuleCases): void {
  describe(rule, () => {
    it('has eight cases of each kind', () => {
      expect(Object.keys(cases.valid).length).toBeGreaterThanOrEqual(8);
      expect(Object.keys(cases.invalid).length).toBeGreaterThanOrEqual(8);
    });
    describe('is silent on', () => {
      it.each(Object.entries(cases.valid))('%s', (_, value) => {
        const { code, settings } = asCase(value);
        expect(
          analyse(code, settings)
            .filter((f) => f.rule === rule)
            .map(place),
        ).toEqual([]);
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
  const found = analyse(code, settings).filter((f) => f.rule === rule);
  expect(found.map(place)).toEqual(ranges);
  for (const finding of found) {
    if (message !== undefined) expect(finding.messageId).toBe(message);
    for (const language of ['en', 'zh'] as const) {
      expect(messageText(rule, finding.messageId, finding.data, language)).not.toMatch(/\{\w+\}/);
    }
  }
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

/**
 * Every fix that is offered for the programs at hand, made alone, and all that need no thought made together. Writes the
 * table of docs/fixes.md: `npx vitest run test/rules/fix -u`.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';
import { describe, expect, it, test } from 'vitest';
import type { Finding } from '../../../src/analyzer/finding.ts';
import { fixAll } from '../../../src/service/fix-all.ts';
import { FOLDERS, withTable } from '../support/fix-table.ts';
import { changed, openedOf, programsIn, stateOf, type Program, type State } from '../support/trial.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PAGE = `${ROOT}docs/fixes.md`;
const programs = programsIn(ROOT, FOLDERS);
const seen: Finding[] = [];

/**
 * Findings that a fix brings in wrongly: passes that take things in turn are followed with the numbers of the first ones,
 * in which no 64th submission is come to.
 */
const KNOWN: Record<string, string> = { 'test/cases/constructs/c30-false-null.cpp': 'deep-async-queue' };

/** What a fix must not do. Where a program checks all its calls, those that a fix adds are checked as well. */
const worse = (before: State, after: State): string[] => [
  ...(after.errors > before.errors ? ['syntax errors'] : []),
  ...(before.unchecked === 0 && after.unchecked > 0 ? ['a result that nobody looks at'] : []),
  ...[...after.findings].flatMap(([rule, count]) => (count > (before.findings.get(rule) ?? 0) ? [rule] : [])),
];

describe('fixes that are offered', () => {
  test.each(programs)('do what they say to %s', (name, program) => {
    const opened = openedOf(program);
    const findings = opened.session.findings();
    seen.push(...findings);
    const offered = findings.filter(({ fixes }) => fixes.length > 0);
    expect(offered.filter(({ notFixed }) => notFixed !== undefined)).toEqual([]);
    if (offered.length === 0) return;
    const before = stateOf(program, opened);
    for (const { rule, fixes, range } of offered) {
      for (const { edits, titleId } of fixes) {
        const after = stateOf(changed(program, edits));
        const what = `${rule}, ${titleId} at ${range.file}:${String(range.line)}`;
        expect(
          worse(before, after).filter((one) => one !== KNOWN[name]),
          what,
        ).toEqual([]);
        expect(countOf(after, rule), `${what} stays`).toBeLessThan(countOf(before, rule));
      }
    }
    const { files } = fixAll(opened.session, { files: new Set(program.keys()), isWanted: () => true });
    if (files.size === 0) return;
    const texts: Program = new Map(
      [...program].map(([file, text]) => [file, files.get(file)?.after ?? text]),
    );
    expect(worse(before, stateOf(texts, opened)), 'all together').toEqual([]);
    const left = opened.session.findings().flatMap(({ fixes }) => fixes);
    expect(left.filter(({ preferred }) => preferred)).toEqual([]);
  });

  it('are counted in docs/fixes.md', async () => {
    const page = withTable(readFileSync(PAGE, 'utf8'), seen);
    const config = await prettier.resolveConfig(PAGE);
    await expect(await prettier.format(page, { ...config, filepath: PAGE })).toMatchFileSnapshot(PAGE);
  });
});

const countOf = ({ findings }: State, rule: string): number =>
  findings.get(rule === 'sync-once-per-frame' ? 'sync-each-submission' : rule) ?? 0;

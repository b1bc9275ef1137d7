/** `acl-perf check --fix`: makes the fixes that may be made without thought, in the files or as a diff. */
import type { Finding } from '../analyzer/finding.ts';
import { ruleIds } from '../analyzer/rules/index.ts';
import { fixAll, type FixedFiles } from '../service/fix-all.ts';
import type { Console } from './console.ts';
import { CliError } from './failure.ts';
import { message } from './messages.ts';
import type { Opened } from './open.ts';
import { unifiedDiff } from './render/diff.ts';
import { suggestion } from './suggest.ts';
import { writeWhole } from './whole-file.ts';

/** Whether a finding is of one of the rules, of any where none is named. Throws `CliError` for a rule that does not exist. */
export function ofRules(rules: readonly string[] = []): (finding: Finding) => boolean {
  const known = ruleIds();
  const unknown = rules.find((rule) => !known.includes(rule));
  if (unknown !== undefined)
    throw new CliError('unknown-rule', { name: unknown, suggestion: suggestion(unknown, known) });
  return ({ rule }) => rules.length === 0 || rules.includes(rule);
}

/** Makes the fixes in the session and in the files. */
export function fixFiles(
  { session, given }: Opened,
  isWanted: (finding: Finding) => boolean,
  out: Console,
): void {
  const fixed = fixAll(session, { files: given, isWanted });
  for (const [file, { after }] of fixed.files) writeWhole(file, after);
  out.note(summaryOf(fixed, 'fixed'));
}

/** Prints what the fixes would change, and writes nothing. Gives the exit status. */
export function showFixes(
  { session, given }: Opened,
  isWanted: (finding: Finding) => boolean,
  out: Console,
): number {
  const fixed = fixAll(session, { files: given, isWanted });
  for (const [file, { before, after }] of [...fixed.files].sort(([a], [b]) => (a < b ? -1 : 1)))
    out.print(unifiedDiff(file, before, after));
  out.note(summaryOf(fixed, 'would-fix'));
  return 0;
}

function summaryOf({ files, made }: FixedFiles, id: 'fixed' | 'would-fix') {
  const counts = [...made].sort().map(([rule, count]) => `${rule} ${String(count)}`);
  if (counts.length === 0) return message('nothing-to-fix');
  return message(id, { files: files.size, rules: counts.join(', ') });
}

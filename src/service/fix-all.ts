/** Makes all fixes that may be made without thought, and those that these bring, until nothing changes. */
import type { Finding, Fix } from '../analyzer/finding.ts';
import { applyEdits, withoutOverlaps } from './edits.ts';
import type { Session } from './session.ts';

/** Rounds after which fixes that undo each other are left; each round makes at least one fix. */
const MOST_ROUNDS = 50;

export interface FixOptions {
  /** Files that may be changed. */
  files: ReadonlySet<string>;
  /** Findings that are fixed, beside that they have a fix which may be made. */
  isWanted(finding: Finding): boolean;
  /** The fix that is made of those a finding has; left out: the one that needs no thought. */
  choose?(fixes: readonly Fix[]): Fix | undefined;
}

export interface FixedFiles {
  /** The texts of files before and after, of those that changed. */
  files: Map<string, { before: string; after: string }>;
  /** How many fixes of each rule were made. */
  made: Map<string, number>;
}

interface Candidate extends Fix {
  rule: string;
}

/** What `fixAll` would make; the session is as it was. */
export function wouldFix(session: Session, options: FixOptions): FixedFiles['files'] {
  const texts = new Map([...options.files].map((file) => [file, session.textOf(file)]));
  try {
    return fixAll(session, options).files;
  } finally {
    for (const [file, text] of texts)
      if (text !== undefined && session.textOf(file) !== text) session.update({ file, text });
  }
}

/** Changes the texts in the session; writes nothing. */
export function fixAll(session: Session, options: FixOptions): FixedFiles {
  const files: FixedFiles['files'] = new Map();
  const made: FixedFiles['made'] = new Map();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { chosen, edits } = withoutOverlaps(candidates(session, options));
    if (chosen.length === 0) break;
    for (const { rule } of chosen) made.set(rule, (made.get(rule) ?? 0) + 1);
    for (const file of new Set(edits.map(({ range }) => range.file))) {
      const before = session.textOf(file) ?? '';
      const after = applyEdits(
        before,
        edits.filter(({ range }) => range.file === file),
      );
      session.update({ file, text: after });
      files.set(file, { before: files.get(file)?.before ?? before, after });
    }
  }
  return { files, made };
}

const safeOne = (fixes: readonly Fix[]): Fix | undefined => fixes.find(({ preferred }) => preferred);

function candidates(session: Session, { files, isWanted, choose = safeOne }: FixOptions): Candidate[] {
  return session.findings().flatMap((finding) => {
    const safe = isWanted(finding) ? choose(finding.fixes) : undefined;
    const isInside = safe?.edits.every(({ range }) => files.has(range.file)) ?? false;
    return safe && isInside ? [{ ...safe, rule: finding.rule }] : [];
  });
}

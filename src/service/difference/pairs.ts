/** Which program of one side is which of the other. */
import type { ProgramAnalysis } from '../../analyzer/analysis.ts';

/** At least one of the two is there. */
export interface ProgramPair {
  before?: ProgramAnalysis;
  after?: ProgramAnalysis;
}

const mainFile = ({ pipeline, files }: ProgramAnalysis): string => pipeline.source?.file ?? files[0] ?? '';

/** What two programs have to share to be one, the surest first. */
const KEYS: ((program: ProgramAnalysis) => string)[] = [
  (program) => JSON.stringify([program.kind, program.name, mainFile(program)]),
  (program) => JSON.stringify([program.kind, mainFile(program)]),
  (program) => JSON.stringify([program.kind, program.name]),
];

/** Programs in the order of the later side; those that are only on the earlier one last. */
export function pairsOf(
  before: readonly ProgramAnalysis[],
  after: readonly ProgramAnalysis[],
): ProgramPair[] {
  const partners = new Map<ProgramAnalysis, ProgramAnalysis>();
  const taken = new Set<ProgramAnalysis>();
  for (const key of KEYS) match(before, after, key, { partners, taken });
  matchLast(before, after, { partners, taken });
  const gone = before.filter((program) => !taken.has(program));
  return [
    ...after.map((program) => {
      const partner = partners.get(program);
      return partner ? { before: partner, after: program } : { after: program };
    }),
    ...gone.map((program) => ({ before: program })),
  ];
}

interface Matches {
  partners: Map<ProgramAnalysis, ProgramAnalysis>;
  taken: Set<ProgramAnalysis>;
}

/** By a key that only one program of each side has. */
function match(
  before: readonly ProgramAnalysis[],
  after: readonly ProgramAnalysis[],
  key: (program: ProgramAnalysis) => string,
  { partners, taken }: Matches,
): void {
  const open = before.filter((program) => !taken.has(program));
  const waiting = after.filter((program) => !partners.has(program));
  for (const program of waiting) {
    const same = open.filter((one) => key(one) === key(program));
    const rivals = waiting.filter((one) => key(one) === key(program));
    const [only] = same;
    if (!only || same.length > 1 || rivals.length > 1) continue;
    partners.set(program, only);
    taken.add(only);
  }
}

/** One program that is left on each side is the same under another name and in another file. */
function matchLast(
  before: readonly ProgramAnalysis[],
  after: readonly ProgramAnalysis[],
  { partners, taken }: Matches,
): void {
  const open = before.filter(({ kind }) => kind === 'program').filter((program) => !taken.has(program));
  const waiting = after.filter(({ kind }) => kind === 'program').filter((program) => !partners.has(program));
  const [old, now] = [open[0], waiting[0]];
  if (!old || !now || open.length > 1 || waiting.length > 1) return;
  partners.set(now, old);
  taken.add(old);
}

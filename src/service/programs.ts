/** Which program a file, a finding or a name belongs to. */
import type { ProgramAnalysis } from '../analyzer/analysis.ts';
import type { Finding } from '../analyzer/finding.ts';
import { push } from '../base/push.ts';

/** The program that a file belongs to: the one with its `main` in it, else the first that reaches it. */
export function programOf(programs: readonly ProgramAnalysis[], file: string): ProgramAnalysis | undefined {
  return (
    programs.find(({ pipeline }) => pipeline.source?.file === file) ??
    programs.find(({ files }) => files.includes(file))
  );
}

export const placeOf = ({ rule, range }: Finding): string =>
  `${rule}\n${range.file}\n${range.line}:${range.column}`;

export interface OwnedFinding {
  finding: Finding;
  /** Undefined for a finding in a file that no program reaches. */
  program: ProgramAnalysis | undefined;
  /** Other programs have it too, each with a gain of its own. */
  isShared: boolean;
}

/**
 * Each finding as its program has it: with its words, and with the counterfactual that changes its pipeline. `findings`
 * are those that suppressions left; a place in several programs belongs to the one called `inView`, else to the first.
 */
export function ownersOf(
  findings: readonly Finding[],
  programs: readonly ProgramAnalysis[],
  inView?: string,
): OwnedFinding[] {
  const byPlace = new Map<string, OwnedFinding[]>();
  for (const program of programs) {
    for (const finding of uniqueByPlace(program.findings))
      push(byPlace, placeOf(finding), { finding, program, isShared: false });
  }
  return findings.map((finding) => {
    const owners = byPlace.get(placeOf(finding)) ?? [];
    const owner = owners.find(({ program }) => program?.name === inView) ?? owners[0];
    return owner
      ? { ...owner, isShared: owners.length > 1 }
      : { finding, program: undefined, isShared: false };
  });
}

const uniqueByPlace = (findings: readonly Finding[]): Iterable<Finding> =>
  new Map(findings.map((finding) => [placeOf(finding), finding])).values();

/** Which program a file, a finding or a name belongs to. */
import type { ProgramAnalysis } from '../analyzer/analysis.ts';
import type { Finding } from '../analyzer/finding.ts';

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
}

/**
 * Each finding with the program whose pipeline its counterfactual changes. `findings` are those that suppressions left;
 * a place in several programs belongs to the first.
 */
export function ownersOf(findings: readonly Finding[], programs: readonly ProgramAnalysis[]): OwnedFinding[] {
  const owners = new Map<string, OwnedFinding>();
  for (const program of programs) {
    for (const finding of program.findings) {
      const place = placeOf(finding);
      if (!owners.has(place)) owners.set(place, { finding, program });
    }
  }
  return findings.map((finding) => {
    const owner = owners.get(placeOf(finding));
    // The settled finding has the severity that the settings gave it; the program's own has the counterfactual.
    return { finding: owner ? { ...owner.finding, ...finding } : finding, program: owner?.program };
  });
}

/** Work that pricing may take, in simulated events: of all programs together, and of each. */
import type { ProgramAnalysis } from '../analyzer/analysis.ts';

export class PricingBudget {
  private readonly spent: Map<ProgramAnalysis | undefined, number>;
  private readonly limit: number;

  constructor(
    /** Events simulated so far. */
    private readonly events: () => number,
    mostEvents = Infinity,
    private readonly mostOfProgram = Infinity,
    /** What each program has taken before. */
    before: ReadonlyMap<ProgramAnalysis, number> = new Map(),
  ) {
    this.spent = new Map(before);
    this.limit = events() + mostEvents;
  }

  /** May another finding of this program be priced? The work that is begun is finished. */
  allows(program: ProgramAnalysis | undefined): boolean {
    return this.events() <= this.limit && (this.spent.get(program) ?? 0) <= this.mostOfProgram;
  }

  /** Does the work, and books it on these programs. */
  async spend(
    programs: readonly (ProgramAnalysis | undefined)[],
    work: () => Promise<unknown>,
  ): Promise<void> {
    const before = this.events();
    await work();
    const taken = this.events() - before;
    for (const program of new Set(programs)) this.spent.set(program, (this.spent.get(program) ?? 0) + taken);
  }
}

/** Work that pricing may take, in simulated events: of all programs together, and of each. */
import type { ProgramAnalysis } from '../analyzer/analysis.ts';

export class PricingBudget {
  /** The most that one round of a program has taken: the next is taken to be as dear. */
  private readonly dearest: Map<ProgramAnalysis | undefined, number>;
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
    this.dearest = new Map(before);
    this.limit = events() + mostEvents;
  }

  /** May another finding of this program be priced, if that takes what it took before? Work that is begun is finished. */
  allows(program: ProgramAnalysis | undefined): boolean {
    const next = this.dearest.get(program) ?? 0;
    return this.events() + next <= this.limit && (this.spent.get(program) ?? 0) + next <= this.mostOfProgram;
  }

  /** Does the work, and books it on these programs. */
  async spend(
    programs: readonly (ProgramAnalysis | undefined)[],
    work: () => Promise<unknown>,
  ): Promise<void> {
    const before = this.events();
    await work();
    const taken = this.events() - before;
    for (const program of new Set(programs)) {
      this.spent.set(program, (this.spent.get(program) ?? 0) + taken);
      this.dearest.set(program, Math.max(this.dearest.get(program) ?? 0, taken));
    }
  }
}

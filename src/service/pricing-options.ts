/** How findings are priced: of which program, with which values, within which limits of work. */
import type { ProgramAnalysis } from '../analyzer/analysis.ts';
import type { PricedFinding } from './price.ts';
import type { Demand } from './simulation/task.ts';

export interface PricingOptions extends Demand {
  /** Values that are tried in place of the program's own: the gains are then of changing the program that has these. */
  settings?: Readonly<Record<string, number>>;
  /**
   * Simulated events after which the rest comes without a gain: a limit of work, not of time, so that a run can be
   * repeated. A simulation that is under way comes to its end.
   */
  maxEvents?: number;
  /** The same for each program: one that is made to be slow takes nothing from the others. */
  maxProgramEvents?: number;
  /** What of these each program has taken before. */
  spent?: ReadonlyMap<ProgramAnalysis, number>;
  /** The program whose gains are meant; left out: any finding's own, where several share it that of `inView`. */
  program?: ProgramAnalysis;
  /** The name of the program that the user looks at. */
  inView?: string;
  /** Called with all findings, priced so far as they are, after each simulation; the rest waits for it. */
  between?: (soFar: readonly PricedFinding[]) => Promise<void>;
}

/** Inputs drawn by seed for all targets: the same ones in every run. */
import type { Analyzer } from '../../src/analyzer/analysis.ts';
import { dataTargets } from './data-targets.ts';
import { messageTargets } from './message-targets.ts';
import { numbers } from './numbers.ts';
import { sourceTargets } from './source-targets.ts';
import type { Target } from './target.ts';

/** Processor time, ms, that no input of this size may take on any machine: the budgets of steps end it far before. */
const MOST_MS = 20_000;

export interface FuzzFailure {
  target: string;
  /** Draws the input again with `--count 1`. */
  seed: number;
  input: string;
  why: string;
}

export interface FuzzOutcome {
  /** Inputs by target. */
  counts: Map<string, number>;
  failures: FuzzFailure[];
  /** Most processor time that an input took, ms. */
  longestMs: number;
}

export class Fuzz {
  private readonly targets: readonly Target[];

  /** @param only the name of the one target that is drawn for; all where it is not given */
  constructor(analyzer: Analyzer, only?: string) {
    const all = [...sourceTargets(analyzer), ...dataTargets(), ...messageTargets()];
    this.targets = all.filter(({ name }) => only === undefined || name === only);
    if (this.targets.length === 0) throw new RangeError(`no target ${only}`);
  }

  /** @param failed called with each failure; true ends the run. */
  async run(seed: number, count: number, failed: (failure: FuzzFailure) => boolean): Promise<FuzzOutcome> {
    const outcome: FuzzOutcome = { counts: new Map(), failures: [], longestMs: 0 };
    for (const { name } of this.targets) outcome.counts.set(name, 0);
    for (let at = seed; at < seed + count; at++) {
      const failure = await this.one(at, outcome);
      if (!failure) continue;
      outcome.failures.push(failure);
      if (failed(failure)) break;
    }
    return outcome;
  }

  private async one(seed: number, outcome: FuzzOutcome): Promise<FuzzFailure | undefined> {
    const below = numbers(seed);
    const target = this.draw(below(100));
    outcome.counts.set(target.name, (outcome.counts.get(target.name) ?? 0) + 1);
    let input = '';
    const started = process.cpuUsage();
    try {
      await target.run(below, (text) => (input = text));
      const { user, system } = process.cpuUsage(started);
      const ms = (user + system) / 1000;
      outcome.longestMs = Math.max(outcome.longestMs, ms);
      if (ms > MOST_MS) throw new Error(`took ${ms.toFixed(0)} ms of processor time`);
      return undefined;
    } catch (error) {
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return { target: target.name, seed, input, why };
    }
  }

  private draw(percent: number): Target {
    let left = percent;
    const found = this.targets.find(({ share }) => (left -= share) < 0) ?? this.targets[0];
    if (!found) throw new RangeError('no targets');
    return found;
  }
}

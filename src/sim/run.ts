/** Runs a model until its rate is known: warm-up, then windows until the range is narrow enough or the budget is used. */
import { PipelineError } from '../pipeline/errors.ts';
import { checkEnd } from './deadlock.ts';
import type { Model } from './model.ts';
import { type RateEstimate, Windows } from './windows.ts';

/** Minimal form of an AbortSignal, which a browser and Node both have. */
export interface StopSignal {
  readonly aborted: boolean;
}

export interface RunOptions {
  /** Half width of the 95 % range at which to stop, as a share of the rate. */
  precision: number;
  budgetEvents: number;
  signal: StopSignal | undefined;
}

export interface RunResult extends RateEstimate {
  converged: boolean;
  /** Simulated ms measured, warm-up left out. */
  measuredMs: number;
  /** True when all threads came to their end: the rate is that of the whole run. */
  ended: boolean;
}

/** Events between two looks at the state of the warm-up and the signal. */
const CHUNK = 2000;
/** Passes of every thread's outermost loop that are left out as warm-up. */
const WARM_UP_PASSES = 2;
/** How often the measurement is started over because it still drifts. */
const MOST_RESTARTS = 4;

export function run(model: Model, options: RunOptions): RunResult {
  return new Run(model, options).go();
}

class Run {
  private measuredFrom = 0;
  private restarts = 0;

  constructor(
    private readonly model: Model,
    private readonly options: RunOptions,
  ) {}

  go(): RunResult {
    if (!this.warmUp()) return this.wholeRun();
    const { engine, meter } = this.model;
    const windows = this.restart(engine.now / WARM_UP_PASSES);
    return this.measure(windows, meter.frames);
  }

  private measure(first: Windows, startFrames: number): RunResult {
    const { engine, meter } = this.model;
    let windows = first;
    let counted = startFrames;
    let end = engine.now + windows.width;
    for (;;) {
      const state = this.advance(end);
      if (state === 'ended') return this.remains(windows);
      if (state === 'budget') return this.outOfBudget(windows);
      const doubled = windows.add(meter.frames - counted);
      counted = meter.frames;
      end = engine.now + windows.width;
      const estimate = windows.estimate();
      if (!estimate || doubled || !this.isPrecise(estimate)) continue;
      if (!windows.drifts() || this.restarts >= MOST_RESTARTS) return this.result(estimate, true);
      this.restarts++;
      windows = this.restart(windows.width);
      counted = 0;
    }
  }

  /** Runs until all threads have left their warm-up; false when the program ends before. */
  private warmUp(): boolean {
    const { engine, threads, meter } = this.model;
    const limit = this.options.budgetEvents / 4;
    while (engine.events < limit) {
      if (engine.run(Infinity, CHUNK) === 'idle') return false;
      this.checkSignal();
      this.checkTime();
      const warm = threads.every(
        ({ over, hold, passes }) => over || hold?.kind === 'join' || passes >= WARM_UP_PASSES,
      );
      if (warm && meter.frames > 0) return true;
    }
    return true;
  }

  private advance(until: number): 'ended' | 'budget' | 'on' {
    const { engine } = this.model;
    for (;;) {
      const left = this.options.budgetEvents - engine.events;
      if (left <= 0) return 'budget';
      const end = engine.run(until, Math.min(CHUNK * 8, left));
      if (end === 'idle') return 'ended';
      if (end === 'time') return 'on';
      this.checkSignal();
      this.checkTime();
    }
  }

  private restart(width: number): Windows {
    this.model.reset();
    this.measuredFrom = this.model.engine.now;
    return new Windows(width);
  }

  private wholeRun(): RunResult {
    checkEnd(this.model);
    const { engine, meter } = this.model;
    const rate = engine.now > 0 ? meter.frames / engine.now : 0;
    return { rate, halfWidth: 0, converged: true, measuredMs: engine.now, ended: true };
  }

  /** The program ended while it was measured. */
  private remains(windows: Windows): RunResult {
    checkEnd(this.model);
    const { engine, meter } = this.model;
    const measuredMs = engine.now - this.measuredFrom;
    const estimate = windows.estimate();
    const rate = measuredMs > 0 ? meter.frames / measuredMs : 0;
    return { rate, halfWidth: estimate?.halfWidth ?? 0, converged: true, measuredMs, ended: true };
  }

  private outOfBudget(windows: Windows): RunResult {
    const { engine, meter } = this.model;
    const estimate = windows.estimate();
    if (estimate) return this.result(estimate, this.isPrecise(estimate));
    const rate = engine.now > this.measuredFrom ? meter.frames / (engine.now - this.measuredFrom) : 0;
    return this.result({ rate, halfWidth: rate }, false);
  }

  private result(estimate: RateEstimate, converged: boolean): RunResult {
    const measuredMs = this.model.engine.now - this.measuredFrom;
    return { ...estimate, converged, measuredMs, ended: false };
  }

  private isPrecise({ rate, halfWidth }: RateEstimate): boolean {
    return rate > 0 && halfWidth <= this.options.precision * rate;
  }

  private checkSignal(): void {
    if (this.options.signal?.aborted) throw new DOMException('the simulation was stopped', 'AbortError');
  }

  private checkTime(): void {
    if (this.model.engine.now === 0 && this.model.engine.events > 100 * CHUNK) {
      throw new PipelineError(
        'the pipeline runs without end and takes no time: give its steps or its engines a time',
      );
    }
  }
}

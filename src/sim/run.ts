/** Runs a model until its rate is known: warm-up, then windows until the range is narrow enough or the budget is used. */
import { PipelineError } from '../pipeline/errors.ts';
import { progress } from '../pipeline/progress.ts';
import { checkEnd } from './deadlock.ts';
import type { HostThread } from './host/thread.ts';
import type { Model } from './model.ts';
import { type RateEstimate, Windows } from './engine/windows.ts';

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
  /** Simulated ms from the start to the end of a program of which all threads came to their end; else left out. */
  wholeMs?: number;
}

/** Events between two looks at the state of the warm-up and the signal. */
const CHUNK = 2000;
/** Events up to which a program that ends is run whole. */
const SHORT_RUN = 200_000;
/** Passes of every thread's outermost loop that are left out as warm-up. */
const WARM_UP_PASSES = 2;
/** Frames below which the quantiles of their latency mean little. */
const LEAST_FRAMES = 400;
/** The same of a program whose frames are dear: one of a thousand steps varies little from one to the next. */
const LEAST_DEAR_FRAMES = 20;
/** Events after which frames are dear. */
const DEAR_RUN = 60_000;
/** The same under an open load, of which the one in a thousand counts too. */
const LEAST_ARRIVED = 20_000;
/** How many times its budget a run may take to see a first frame: a rate of 0 would be wrong. */
const STRETCH = 8;
/** How often the measurement is started over because it still drifts. */
const MOST_RESTARTS = 4;

export function run(model: Model, options: RunOptions): RunResult {
  return new Run(model, options).go();
}

class Run {
  private measuredFrom = 0;
  private restarts = 0;
  /** The thread whose passes bound the windows: the slowest. None where all come to an end: then time does. */
  private pacer: HostThread | undefined;
  /** Length of a window: passes of the pacer, or ms. */
  private stride = 1;
  /** When the warm-up ended, ms. */
  private warmMs = 0;

  constructor(
    private readonly model: Model,
    private readonly options: RunOptions,
  ) {}

  go(): RunResult {
    if (!this.warmUp()) return this.wholeRun();
    this.warmMs = this.model.engine.now;
    if (!this.pacer) this.stride = this.warmMs / 10;
    return this.measure();
  }

  private measure(): RunResult {
    const { engine, meter } = this.model;
    // Windows begin where a pass of the pacer does: all hold whole passes.
    if (this.advance() === 'ended') return this.wholeRun();
    let windows = this.restart();
    let frames = 0;
    let since = engine.now;
    for (;;) {
      const state = this.advance();
      if (state === 'ended') return this.remains(windows);
      if (state === 'budget') return this.outOfBudget(windows);
      if (windows.add(engine.now - since, meter.frames - frames)) this.stride *= 2;
      frames = meter.frames;
      since = engine.now;
      const estimate = windows.estimate();
      if (!estimate || meter.frames < this.leastFrames() || !this.isPrecise(estimate) || !this.hasSeenAll())
        continue;
      if (!windows.drifts() || this.restarts >= MOST_RESTARTS) return this.result(estimate, true);
      this.restarts++;
      windows = this.restart();
      frames = 0;
    }
  }

  /** Runs until all threads have left their warm-up; false when the program ends before. */
  private warmUp(): boolean {
    const { engine, meter } = this.model;
    const limit = this.options.budgetEvents / 4;
    while (engine.events < limit) {
      if (engine.run(Infinity, CHUNK) === 'idle') return false;
      this.check();
      if (this.isWarm() && meter.frames > 0) break;
    }
    return true;
  }

  /** A program that ends is run to its end, if that is near: its rate is that of all its steady loop. */
  private isWarm(): boolean {
    const { threads, engine } = this.model;
    if (engine.events < SHORT_RUN && !threads.some((thread) => thread.endless)) return false;
    for (const thread of threads) {
      if (thread.over || thread.hold?.kind === 'join') continue;
      if (thread.passes < WARM_UP_PASSES) return false;
      if (!thread.endless) continue;
      if (!this.pacer || thread.passes < this.pacer.passes) this.pacer = thread;
    }
    return true;
  }

  /** Runs one window. */
  private advance(): 'ended' | 'budget' | 'on' {
    const { engine } = this.model;
    const until = this.pacer ? Infinity : engine.now + this.stride;
    if (this.pacer) this.pacer.pauseAt = this.pacer.passes + this.stride;
    for (;;) {
      const left = this.options.budgetEvents - engine.events;
      if (left <= 0) return 'budget';
      const end = engine.run(until, Math.min(CHUNK * 8, left));
      if (end === 'idle') return 'ended';
      if (end === 'time' || end === 'stopped') return 'on';
      this.check();
    }
  }

  private restart(): Windows {
    this.model.reset();
    this.measuredFrom = this.model.engine.now;
    return new Windows();
  }

  private wholeRun(): RunResult {
    checkEnd(this.model);
    const { phase } = this.model;
    this.measuredFrom = phase.from ?? 0;
    return { rate: this.meanRate(phase.end()), halfWidth: 0, converged: true, ...this.ended() };
  }

  /** The program ended while it was measured. */
  private remains(windows: Windows): RunResult {
    checkEnd(this.model);
    const halfWidth = windows.estimate()?.halfWidth ?? 0;
    return { rate: this.meanRate(this.model.phase.end()), halfWidth, converged: true, ...this.ended() };
  }

  private ended(): Pick<RunResult, 'measuredMs' | 'wholeMs'> {
    return { measuredMs: this.measuredMs(), wholeMs: this.model.engine.now };
  }

  private outOfBudget(windows: Windows): RunResult {
    const estimate = windows.estimate();
    if (estimate && this.hasSeenAll()) return this.result(estimate, this.isPrecise(estimate));
    const rate = this.model.meter.frames > 0 ? this.meanRate() : this.firstRate();
    return this.result({ rate, halfWidth: rate }, false);
  }

  /** The rate up to the first frame that is finished, counted from the start. */
  private firstRate(): number {
    const { engine, meter, counters } = this.model;
    const last = STRETCH * this.options.budgetEvents;
    const counts = [...counters.values()].some((frames) => frames > 0);
    while (counts && meter.everFrames === 0 && engine.events < last) {
      if (engine.run(Infinity, CHUNK / 100) === 'idle') {
        checkEnd(this.model);
        break;
      }
      this.check();
    }
    if (counts && meter.everFrames === 0 && engine.events >= last)
      throw new PipelineError('no-frame-yet', { count: last });
    return engine.now > 0 ? meter.everFrames / engine.now : 0;
  }

  private result(estimate: RateEstimate, converged: boolean): RunResult {
    return { ...estimate, converged, measuredMs: this.measuredMs() };
  }

  private measuredMs(): number {
    return this.model.engine.now - this.measuredFrom;
  }

  private meanRate(until = this.model.engine.now): number {
    const ms = until - this.measuredFrom;
    return ms > 0 ? this.model.meter.frames / ms : 0;
  }

  /** Windows of mere time may all lie in one phase of a long pass: a whole one has to be seen, and as much as the warm-up. */
  private hasSeenAll(): boolean {
    const { threads, engine } = this.model;
    if (this.pacer) return true;
    const endless = threads.filter((thread) => thread.endless);
    const hasPassed = endless.length === 0 || endless.some(({ passes }) => passes >= WARM_UP_PASSES);
    return hasPassed && engine.now >= 2 * this.warmMs;
  }

  private leastFrames(): number {
    const { arrivals, engine } = this.model;
    if (arrivals) return LEAST_ARRIVED;
    return engine.events < DEAR_RUN ? LEAST_FRAMES : LEAST_DEAR_FRAMES;
  }

  /** Under an open load the rate is what arrives, and as irregular; enough frames are what makes latencies precise. */
  private isPrecise({ rate, halfWidth }: RateEstimate): boolean {
    if (this.model.arrivals) return rate > 0;
    return rate > 0 && halfWidth <= this.options.precision * rate;
  }

  private check(): void {
    progress();
    if (this.options.signal?.aborted) throw new DOMException('the simulation was stopped', 'AbortError');
    const { engine } = this.model;
    if (engine.now > 0 || engine.events < 100 * CHUNK) return;
    throw new PipelineError('endless-run');
  }
}

/** Frames that come in from outside: each waits, as long as it takes, until a thread takes it up. */
import type { ResolvedArrivals } from '../../pipeline/resolved.ts';
import type { Actor, Engine } from '../engine/engine.ts';
import { Fifo } from '../engine/fifo.ts';
import type { Random } from '../engine/random.ts';
import { Instruction } from './instruction.ts';
import type { HostThread } from './thread.ts';

export class Arrivals {
  /** Frames that have come in since the last reset. */
  arrived = 0;
  /** Times at which the frames that wait came in, the oldest first. */
  private readonly waiting = new Fifo<number>();
  private readonly takers = new Fifo<HostThread>();

  constructor(private readonly engine: Engine) {}

  /** Frames that wait. */
  get backlog(): number {
    return this.waiting.length;
  }

  come(frames: number): void {
    this.arrived += frames;
    for (let i = 0; i < frames; i++) {
      const taker = this.takers.shift();
      if (!taker) this.waiting.push(this.engine.now);
      else {
        taker.begin(this.engine.now);
        taker.released();
      }
    }
  }

  /** False where none waits: the thread is served when one comes. */
  take(thread: HostThread): boolean {
    const since = this.waiting.shift();
    if (since === undefined) {
      this.takers.push(thread);
      return false;
    }
    thread.begin(since);
    return true;
  }

  reset(): void {
    this.arrived = 0;
  }
}

/** A frame begins when it has come in from outside, which it waits for. */
export class BeginOnArrival extends Instruction {
  constructor(private readonly arrivals: Arrivals) {
    super(undefined);
  }

  run(thread: HostThread): boolean {
    if (this.arrivals.take(thread)) return true;
    thread.holdFor({ kind: 'empty', id: 'arrivals' }, undefined);
    return false;
  }
}

/** Brings frames, so many at a time, after each interval. */
class Source implements Actor {
  constructor(
    private readonly engine: Engine,
    private readonly into: Arrivals,
    private readonly frames: number,
    private readonly nextMs: () => number,
    firstMs: number,
  ) {
    engine.after(firstMs, this);
  }

  fire(): void {
    this.engine.after(this.nextMs(), this);
    this.into.come(this.frames);
  }
}

const PER_SECOND = 1000;

/** The sources of a pipeline's frames, which begin with the simulation. */
export function startArrivals(arrivals: ResolvedArrivals, engine: Engine, random: Random): Arrivals {
  const into = new Arrivals(engine);
  const { rate, sources, pattern, burst, times } = arrivals;
  const intervalMs = PER_SECOND / rate;
  if (times) {
    const nextMs = recorded(times, intervalMs);
    new Source(engine, into, 1, nextMs, nextMs());
  } else if (pattern === 'periodic') {
    const ownMs = intervalMs * sources;
    for (let i = 0; i < sources; i++) new Source(engine, into, 1, () => ownMs, ownMs * random.uniform());
  } else {
    const frames = pattern === 'bursty' ? burst : 1;
    const nextMs = (): number => random.exponential(intervalMs * frames);
    new Source(engine, into, frames, nextMs, nextMs());
  }
  return into;
}

/** The intervals between given times, over and over, with the mean `intervalMs`. */
function recorded(times: readonly number[], intervalMs: number): () => number {
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
  const meanMs = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  let at = 0;
  return () => {
    const gap = gaps[at] ?? meanMs;
    at = (at + 1) % gaps.length;
    return (gap * intervalMs) / meanMs;
  };
}

/** Discrete events: what happens when. Knows nothing of Ascend; everything that takes time is an Actor. */
import FlatQueue from 'flatqueue';

/** Something that acts when its time has come. One object can be scheduled many times over: no event is ever allocated. */
export interface Actor {
  fire(): void;
}

/** Why a run returned: nothing is left to happen, the time is up, the events are used up, or `stop` was called. */
export type RunEnd = 'idle' | 'time' | 'budget' | 'stopped';

/** The event loop. Times are ms of simulated time, counted from 0. */
export class Engine {
  now = 0;
  /** Events fired since the start. */
  events = 0;
  private readonly due = new FlatQueue<Actor>();
  private stopping = false;

  /** Fires `actor` at `time`, at once if that is past. Events of the same time fire in an order that depends only on the calls made. */
  at(time: number, actor: Actor): void {
    this.due.push(actor, time);
  }

  /** Fires `actor` in `delay` ms. */
  after(delay: number, actor: Actor): void {
    this.due.push(actor, this.now + delay);
  }

  /** Ends the current `run` after this event. */
  stop(): void {
    this.stopping = true;
  }

  /**
   * Fires events in order of time.
   * @param until simulated ms at which to pause; the clock then stands there.
   * @param budget events to fire at most.
   */
  run(until = Infinity, budget = Infinity): RunEnd {
    const due = this.due;
    const lastEvent = this.events + budget;
    this.stopping = false;
    while (this.events < lastEvent) {
      const time = due.peekValue();
      if (time === undefined) return 'idle';
      if (time > until) {
        this.now = until;
        return 'time';
      }
      if (time > this.now) this.now = time;
      this.events++;
      due.pop()?.fire();
      if (this.stopping) return 'stopped';
    }
    return 'budget';
  }
}

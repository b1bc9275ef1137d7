/** Stations of queueing theory on the engine: what the theory tests and the benchmark of the bare engine are made of. */
import { Fifo } from '../../../src/sim/engine/fifo.ts';
import type { Actor, Engine } from '../../../src/sim/engine/engine.ts';

export interface Sink {
  arrive(customer: Customer): void;
}

/** A customer is its own event: it fires when its service ends. */
export class Customer implements Actor {
  /** When it came into the network. */
  since = 0;
  at: Station | undefined;

  fire(): void {
    this.at?.serve(this);
  }
}

/** Servers with one waiting line, first come first served. `servers` Infinity is a delay. */
export class Station implements Sink {
  next: Sink;
  /** Time integral of busy servers, ms. */
  busyMs = 0;
  served = 0;
  private busy = 0;
  private readonly line = new Fifo<Customer>();

  constructor(
    private readonly engine: Engine,
    private readonly service: () => number,
    private readonly servers: number,
    next?: Sink,
  ) {
    this.next = next ?? this;
  }

  arrive(customer: Customer): void {
    if (this.busy < this.servers) this.begin(customer);
    else this.line.push(customer);
  }

  private begin(customer: Customer): void {
    const time = this.service();
    this.busy++;
    this.busyMs += time;
    customer.at = this;
    this.engine.after(time, customer);
  }

  /** The customer's service has ended: it goes on, and the first in line begins. */
  serve(customer: Customer): void {
    this.busy--;
    this.served++;
    const waiting = this.line.shift();
    if (waiting) this.begin(waiting);
    this.next.arrive(customer);
  }
}

/** Makes customers that come in by themselves, and takes them back at the exit. */
export class Source implements Actor, Sink {
  entered = 0;
  left = 0;
  /** Sum of the times of all customers from entry to exit, ms. */
  totalMs = 0;
  private readonly spare: Customer[] = [];

  constructor(
    private readonly engine: Engine,
    private readonly interval: () => number,
    private readonly first: Sink,
    private readonly customers: number,
  ) {
    engine.after(interval(), this);
  }

  fire(): void {
    const customer = this.spare.pop() ?? new Customer();
    customer.since = this.engine.now;
    this.first.arrive(customer);
    if (++this.entered < this.customers) this.engine.after(this.interval(), this);
  }

  /** The exit. */
  arrive(customer: Customer): void {
    this.left++;
    this.totalMs += this.engine.now - customer.since;
    this.spare.push(customer);
  }

  get meanMs(): number {
    return this.totalMs / this.left;
  }
}

/**
 * Mean value analysis of a closed queueing network with one class of customers: what theory says of N threads that
 * share engines, with service times taken as exponential. The baseline beside every simulation.
 *
 * Sources: M. Reiser, S. Lavenberg, "Mean-Value Analysis of Closed Multichain Queuing Networks", JACM 27 (1980);
 * multi-server stations by their marginal probabilities, as in E. Lazowska et al., "Quantitative System Performance"
 * (1984), ch. 8; P. Schweitzer's fixed point (1979) with A. Seidmann's split of a multi-server (1987) for many customers.
 */

/** Where customers spend time. `delay`: nobody waits (own host core, sleep, wire). */
export interface Station {
  name: string;
  kind: 'queue' | 'delay';
  /** Service a customer needs here per cycle, ms, at least 0. */
  demandMs: number;
  /** Servers of a queue, at least 1. */
  servers: number;
}

export interface MvaResult {
  /** Cycles per ms of all customers together. */
  throughput: number;
  /** Time of one cycle, ms. */
  cycleMs: number;
  /** By station: share of its servers busy, 0…1; for a delay the mean number of customers in it. */
  utilization: number[];
  /** By station: mean customers waiting or in service. */
  customers: number[];
  exact: boolean;
}

/** Up to this many customers the exact recursion is used: its cost grows with customers × stations × servers. */
const MOST_EXACT_CUSTOMERS = 2000;
const FIXED_POINT_TOLERANCE = 1e-9;
const MOST_FIXED_POINT_ROUNDS = 10_000;

/** State of one station during the recursion: customers in it and the chances of fewer than `servers` in it. */
interface Recursion {
  station: Station;
  customers: number;
  /** Chance of j customers in the station, for j below its servers. */
  chances: number[];
}

function start(station: Station): Recursion {
  const chances = new Array<number>(Math.max(1, station.servers)).fill(0);
  chances[0] = 1;
  return { station, customers: 0, chances };
}

/** Time that an arriving customer spends in the station, given its state with one customer less. */
function residence({ station, customers, chances }: Recursion): number {
  if (station.kind === 'delay') return station.demandMs;
  const c = station.servers;
  let idleServers = 0;
  for (let j = 0; j <= c - 2; j++) idleServers += (c - 1 - j) * (chances[j] ?? 0);
  return (station.demandMs / c) * (1 + customers + idleServers);
}

function advance(state: Recursion, throughput: number, time: number): void {
  state.customers = throughput * time;
  const { demandMs, servers: c, kind } = state.station;
  if (kind === 'delay' || c === 1) return;
  const offered = throughput * demandMs;
  const next = new Array<number>(c).fill(0);
  let idleServers = 0;
  for (let j = 1; j < c; j++) {
    next[j] = (offered / j) * (state.chances[j - 1] ?? 0);
    idleServers += (c - j) * (next[j] ?? 0);
  }
  // Rounding may leave a hair below zero where all servers are busy nearly always.
  next[0] = Math.max(0, 1 - (offered + idleServers) / c);
  state.chances = next;
}

function result(stations: Station[], throughput: number, customers: number[], exact: boolean): MvaResult {
  const population = customers.reduce((sum, value) => sum + value, 0);
  return {
    throughput,
    cycleMs: population / throughput,
    utilization: stations.map((s) => (throughput * s.demandMs) / (s.kind === 'queue' ? s.servers : 1)),
    customers,
    exact,
  };
}

/** The exact recursion from one customer to `population`. */
export function exactMva(stations: Station[], population: number): MvaResult {
  const states = stations.map(start);
  let throughput = 0;
  for (let n = 1; n <= population; n++) {
    const times = states.map(residence);
    throughput = n / times.reduce((sum, time) => sum + time, 0);
    states.forEach((state, i) => advance(state, throughput, times[i] ?? 0));
  }
  return result(
    stations,
    throughput,
    states.map((state) => state.customers),
    true,
  );
}

/** A multi-server of c servers as a queue of a cth of the demand and a delay of the rest (Seidmann). */
function residenceApproximate(station: Station, customers: number, population: number): number {
  if (station.kind === 'delay') return station.demandMs;
  const share = station.demandMs / station.servers;
  return share * (1 + (customers * (population - 1)) / population) + station.demandMs - share;
}

/** Customers in the queueing part of the station: those in the delay part of Seidmann's split do not queue. */
function queued(station: Station, throughput: number, time: number): number {
  if (station.kind === 'delay') return 0;
  return throughput * (time - station.demandMs + station.demandMs / station.servers);
}

/** Schweitzer's fixed point: within a few percent of the exact value, at a cost that does not grow with the customers. */
export function approximateMva(stations: Station[], population: number): MvaResult {
  let inQueue = stations.map(() => population / Math.max(1, stations.length));
  let times: number[] = [];
  let throughput = 0;
  for (let round = 0; round < MOST_FIXED_POINT_ROUNDS; round++) {
    times = stations.map((station, i) => residenceApproximate(station, inQueue[i] ?? 0, population));
    throughput = population / times.reduce((sum, time) => sum + time, 0);
    const next = stations.map((station, i) => queued(station, throughput, times[i] ?? 0));
    const change = Math.max(...next.map((value, i) => Math.abs(value - (inQueue[i] ?? 0))));
    inQueue = next;
    if (change < FIXED_POINT_TOLERANCE * population) break;
  }
  return result(
    stations,
    throughput,
    times.map((time) => throughput * time),
    false,
  );
}

/**
 * Throughput, cycle time and utilization of `population` customers who visit every station once a cycle.
 * Stations without demand may be there; with no demand at all the throughput is Infinity.
 */
export function mva(stations: Station[], population: number): MvaResult {
  if (population < 1 || stations.every((station) => station.demandMs === 0))
    return result(
      stations,
      population < 1 ? 0 : Infinity,
      stations.map(() => 0),
      true,
    );
  return population <= MOST_EXACT_CUSTOMERS
    ? exactMva(stations, population)
    : approximateMva(stations, population);
}

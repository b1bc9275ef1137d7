/** The engine against queueing theory, 10⁶ customers each: L. Kleinrock, "Queueing Systems" vol. 1 (1975). Times in ms. */
import { describe, expect, it } from 'vitest';
import { Engine } from '../../src/sim/engine/engine.ts';
import { Random } from '../../src/sim/engine/random.ts';
import { exactMva, type Station as MvaStation } from '../../src/sim/bounds/mva.ts';
import { Customer, Source, Station } from './support/queueing.ts';
import { scaled } from './support/scale.ts';

const CUSTOMERS = scaled(1_000_000);
/** 0.5 % at 10⁶ customers; fewer know less, by the square root. */
const TOLERANCE = 0.005 * Math.sqrt(1_000_000 / CUSTOMERS);

function expectWithin(actual: number, expected: number): void {
  expect(Math.abs(actual / expected - 1), `${actual} for ${expected}`).toBeLessThan(TOLERANCE);
}

interface Served {
  servers: number;
  service: (random: Random) => number;
}

/** Runs a line of stations one after the other, with Poisson arrivals of the given rate. */
function open(rate: number, line: Served[], seed: number) {
  const engine = new Engine();
  const random = new Random(seed);
  const stations = line.map(({ servers, service }) => new Station(engine, () => service(random), servers));
  const source = new Source(engine, () => random.exponential(1 / rate), stations[0]!, CUSTOMERS);
  stations.forEach((station, i) => (station.next = stations[i + 1] ?? source));
  const end = engine.run();
  return { engine, end, source, stations };
}

const exponential = (mean: number) => (random: Random) => random.exponential(mean);
const fixed = (mean: number) => () => mean;

/** Chance that an arrival waits in M/M/c, of the offered load a = arrival rate × service time: A. K. Erlang. */
function erlangC(servers: number, offered: number): number {
  let blocked = 1;
  for (let c = 1; c <= servers; c++) blocked = (offered * blocked) / (c + offered * blocked);
  return blocked / (1 - (offered / servers) * (1 - blocked));
}

describe('open queues', () => {
  it('M/M/1: time in the system 1 / (μ − λ), utilization λ / μ', () => {
    const { engine, end, source, stations } = open(0.5, [{ servers: 1, service: exponential(1) }], 1);
    expect(end).toBe('idle');
    expect(source.left).toBe(CUSTOMERS);
    expectWithin(source.meanMs, 2);
    expectWithin(stations[0]!.busyMs / engine.now, 0.5);
    expectWithin(source.left / engine.now, 0.5);
  });

  it('M/M/4: waiting by Erlang C', () => {
    const { source, stations, engine } = open(2.4, [{ servers: 4, service: exponential(1) }], 2);
    expectWithin(source.meanMs, 1 + erlangC(4, 2.4) / (4 - 2.4));
    expectWithin(stations[0]!.busyMs / engine.now / 4, 0.6);
  });

  it('M/D/1: waiting ρ / 2(1 − ρ) of a service time', () => {
    const { source } = open(0.6, [{ servers: 1, service: fixed(1) }], 3);
    expectWithin(source.meanMs, 1 + 0.6 / (2 * 0.4));
  });

  it('M/G/1: waiting by the second moment, Pollaczek and Khinchin', () => {
    const variation = 0.5;
    const service = (random: Random): number => random.spread(1, variation);
    const { source } = open(0.6, [{ servers: 1, service }], 4);
    expectWithin(source.meanMs, 1 + (0.6 * (1 + variation * variation)) / (2 * 0.4));
  });

  it('tandem: each station as if alone, by Burke and Jackson', () => {
    const { source } = open(
      0.5,
      [
        { servers: 1, service: exponential(1) },
        { servers: 2, service: exponential(2) },
        { servers: 1, service: exponential(0.5) },
      ],
      5,
    );
    const two = 2 + erlangC(2, 1) / (1 - 0.5);
    expectWithin(source.meanMs, 1 / (1 - 0.5) + two + 1 / (2 - 0.5));
  });
});

describe('closed networks', () => {
  it.each([
    [1, 6],
    [3, 7],
    [12, 8],
  ])('with %i customers: throughput and utilization by exact mean value analysis', (population, seed) => {
    const engine = new Engine();
    const random = new Random(seed);
    const described: MvaStation[] = [
      { name: 'engine', kind: 'queue', demandMs: 1, servers: 1 },
      { name: 'engines', kind: 'queue', demandMs: 2.2, servers: 2 },
      { name: 'think', kind: 'delay', demandMs: 3, servers: 1 },
    ];
    const stations = described.map(
      ({ demandMs, kind, servers }) =>
        new Station(engine, () => random.exponential(demandMs), kind === 'delay' ? Infinity : servers),
    );
    stations.forEach((station, i) => (station.next = stations[(i + 1) % stations.length]!));
    for (let i = 0; i < population; i++) stations[0]!.arrive(new Customer());
    engine.run(Infinity, CUSTOMERS * stations.length);
    const expected = exactMva(described, population);
    expectWithin(stations[0]!.served / engine.now, expected.throughput);
    expectWithin(stations[0]!.busyMs / engine.now, expected.utilization[0]!);
    expectWithin(stations[1]!.busyMs / engine.now / 2, expected.utilization[1]!);
  });
});

/** A device that is known to the last figure, to calibrate on: the simulator's, with one part other than in the profile. */
import { causesOf, scaled } from '../../../src/measure/fit/causes.ts';
import type { Cause } from '../../../src/measure/fit/causes.ts';
import { withNumbers } from '../../../src/measure/constants.ts';
import type { MeasuredRun } from '../../../src/measure/runs.ts';
import { parsePipeline } from '../../../src/pipeline/schema.ts';
import type { DeviceProfile } from '../../../src/profile/profile.ts';
import { loadProfile } from '../../../src/profile/load.ts';
import { Random } from '../../../src/sim/engine/random.ts';
import { simulate } from '../../../src/sim/index.ts';

export const BASE = loadProfile('ascend310');

const submit = (engine: string, work: object) => ({
  kind: 'submit',
  call: engine,
  engine,
  mode: 'async',
  stream: { id: 's' },
  work,
});

const FRAME = [
  submit('h2d', { bytes: 'BYTES' }),
  submit('jpegd', { pixels: 1024 * 1536, bytes: 75_000 }),
  submit('aicore', { model: 'm' }),
  { kind: 'wait', for: 'stream', target: { id: 's' } },
];

/** Pictures are copied, decoded and classified by some threads, each waiting for its own. */
export const PROGRAM = parsePipeline({
  parameters: [
    { name: 'THREADS', value: 1, range: [1, 16] },
    { name: 'BYTES', value: 80_000, range: [1, 1e8] },
  ],
  streams: [{ id: 's', count: 'THREADS' }],
  models: [{ id: 'm', catalogueName: 'resnet50', batch: 1 }],
  threads: [
    {
      id: 'main',
      replicas: 'THREADS',
      program: [{ kind: 'repeat', times: 'forever', frameLoop: true, body: FRAME }],
    },
  ],
});

/** What somebody would run of it: few and many threads, small and large copies. */
export const SETTINGS: Record<string, number>[] = [
  { THREADS: 1, BYTES: 80_000 },
  { THREADS: 1, BYTES: 8_000_000 },
  { THREADS: 2, BYTES: 80_000 },
  { THREADS: 8, BYTES: 80_000 },
  { THREADS: 8, BYTES: 8_000_000 },
];

/** Throws a RangeError where the profile has no such part. */
export function partOf(id: string): Cause {
  const cause = causesOf(BASE).find((each) => each.id === id);
  if (!cause) throw new RangeError(`the profile has no part ${id}`);
  return cause;
}

/** Standard deviation of the noise on what is measured, in parts of it. */
const NOISE = 0.02;

const seedOf = (text: string): number =>
  [...text].reduce((sum, each) => (31 * sum + (each.codePointAt(0) ?? 0)) | 0, 0);

export class KnownDevice {
  readonly profile: DeviceProfile;
  private readonly random: Random;

  /** `part` takes `factor` times as long as in the profile; without one the device is as the profile says. */
  constructor(
    part: string | undefined,
    factor: number,
    private readonly seed = 1,
  ) {
    this.profile = part === undefined ? BASE : withNumbers(BASE, new Map(scaled(BASE, partOf(part), factor)));
    this.random = new Random(seedOf(`${part ?? ''} ${factor} ${seed}`));
  }

  measured(settings: Record<string, number>, from: string, resources = ['aicore']): MeasuredRun {
    const { qps, utilization } = simulate(PROGRAM, this.profile, { settings, seed: this.seed + 100 });
    const rate = this.noisy(qps);
    const share = (resource: string): number => Math.min(1, this.noisy(utilization[resource] ?? 0));
    return { settings, qps: rate, shares: Object.fromEntries(resources.map((r) => [r, share(r)])), from };
  }

  /** Each run `times` times. */
  runs(times = 1, settings = SETTINGS): MeasuredRun[] {
    const all = Array.from({ length: times }, () => settings).flat();
    return all.map((each, i) => this.measured(each, `run ${i + 1}`));
  }

  /** Two uniform numbers make one of a normal distribution (Box and Muller). */
  private noisy(value: number): number {
    const far = Math.sqrt(-2 * Math.log(1 - this.random.uniform()));
    return value * Math.exp(NOISE * far * Math.cos(2 * Math.PI * this.random.uniform()));
  }
}

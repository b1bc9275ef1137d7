/** What the Ascend 310 profile and the simulator must show together; `npm run validate` prints the whole of it. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_DEVICE } from '../../src/pipeline/devices.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { dvppGates, dvppOutcomes } from '../../scripts/validate/dvpp-report.ts';
import { inWords, passes } from '../../scripts/validate/gates.ts';
import { readMeasurements } from '../../scripts/validate/measurements.ts';
import { dvppPipeline } from '../../scripts/validate/dvpp.ts';
import { simulate } from '../../src/sim/index.ts';
import { modelGates, modelsLeftOut } from '../../scripts/validate/models-report.ts';
import { stageGates, stageOutcomes } from '../../scripts/validate/stages-report.ts';
import { outsideGates, outsideOutcomes } from '../../scripts/validate/outside-report.ts';
import { outcomesOf, throughputGates } from '../../scripts/validate/throughput.ts';
import type { Gate } from '../../scripts/validate/gates.ts';

const profile = loadProfile(DEFAULT_DEVICE);
const data = readMeasurements();

const missed = (gates: Gate[]) => gates.filter((gate) => !passes(gate)).map(inWords);

describe('predictions', () => {
  it('are as right as the measured rows demand', () => {
    expect(missed(throughputGates(outcomesOf(data.rows, data, profile)))).toEqual([]);
  });

  it('are as right for four-stage programs', () => {
    expect(missed(stageGates(stageOutcomes(profile).outcomes))).toEqual([]);
  });

  it('have ranges that hold what others measured', () => {
    const { rows, others } = outsideOutcomes(data, profile);
    expect(rows.length).toBeGreaterThan(100);
    expect(missed(outsideGates({ rows, others }))).toEqual([]);
  });

  it('say how far estimates of models may be off', () => {
    expect(missed(modelGates(modelsLeftOut()))).toEqual([]);
  });

  it('keep to the vendor’s rates by channels', () => {
    const { outcomes } = dvppOutcomes();
    expect(outcomes.length).toBeGreaterThan(50);
    expect(missed(dvppGates(outcomes))).toEqual([]);
  });
});

describe('the 800 deep queue of batch 64', () => {
  const outcome = (id: string) => {
    const rows = data.rows.filter((row) => row.id === id);
    return outcomesOf(rows, data, profile)[0]!.prediction;
  };
  const [deep, shallow] = [outcome('deep-queue-800'), outcome('deep-queue-128')];

  it('has the frames per second of the 128 deep one', () => {
    expect(Math.abs(deep.qps / shallow.qps - 1)).toBeLessThan(0.01);
    expect(deep.callsPerSecond).toBeCloseTo(deep.qps / 64, 3);
  });

  it('costs a whole host core, and a wait of 100 s', () => {
    expect(deep.hostThreads['RT_SEND']).toBeGreaterThan(0.95);
    expect(deep.hostThreads['RT_SEND']).toBeLessThanOrEqual(1);
    expect(shallow.hostThreads['RT_SEND']).toBeLessThan(0.05);
    expect(deep.latency.p99Ms).toBeGreaterThan(95_000);
    expect(deep.latency.p99Ms).toBeLessThan(105_000);
  });

  it.each([
    // hiascend.com aclcppdevg_03_0249, aclpythondevg_01_0290 and pd_0004; JPEGD of aclcppdevg_03_0685.
    ['ascend310p3', 'jpege', '1080p', 4, 512],
    ['ascend310p3', 'jpege', '1080p', 16, 1024],
    ['ascend310p3', 'jpege', '4K', 8, 256],
    ['ascend910a', 'jpege', '1080p', 4, 512],
    ['ascend310b', 'jpege', '1080p', 8, 256],
    ['ascend310p3', 'jpegd', '1080p', 8, 1024],
    ['ascend310b', 'jpegd', '1080p', 2, 512],
    ['ascend910b', 'jpegd', '1080p', 10, 5120],
    ['ascend310', 'jpege', '1080p', 4, 64],
  ])(
    'let %s %s at %s reach with %i channels what the vendor states',
    (device, engine, size, channels, rate) => {
      const given = {
        device,
        engine,
        size,
        channels,
        tasks: 10,
        withCopy: false,
        framesPerSecond: rate,
        where: '',
      };
      const { qps } = simulate(dvppPipeline(given), loadProfile(device), { budgetEvents: 200_000 });
      expect(Math.abs(qps / rate - 1)).toBeLessThan(0.03);
    },
  );
});

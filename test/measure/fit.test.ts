/** The simulator as the device: parts of it changed, its runs measured with noise, and what the fit makes of them. */
import { describe, expect, it } from 'vitest';
import { fitToRuns } from '../../src/measure/fit/fit.ts';
import type { MeasurementStatement } from '../../src/measure/errors.ts';
import { measurementText } from '../../src/measure/errors.ts';
import { inWords, passes } from '../../scripts/validate/gates.ts';
import { BASE, KnownDevice, PROGRAM, SETTINGS } from '../../scripts/validate/recovery/device.ts';
import { PARTS, recover, trials } from '../../scripts/validate/recovery/recover.ts';
import { recoveryGates } from '../../scripts/validate/recovery/report.ts';

describe('a part that is other than in the profile', () => {
  const recovered = trials([0.5, 2, 8], 2, 4).flatMap(recover);

  it('is found within what is said of it, or said to be open, and no other is blamed', () => {
    const missed = recoveryGates(recovered).filter((gate) => !passes(gate));
    expect(missed.map(inWords)).toEqual([]);
  });

  it('is determined where runs depend on it', () => {
    const determined = recovered.filter(({ verdict }) => verdict === 'determined');
    expect(new Set(determined.map(({ part }) => part))).toEqual(new Set(PARTS.slice(0, 3)));
    expect(determined.length).toBeGreaterThanOrEqual(12);
  });

  it('is told from others by what the fit asks to be measured', () => {
    const asked = recovered.filter((each) => each.asked);
    expect(asked.some(({ verdict }) => verdict === 'determined')).toBe(true);
  });
});

describe('what the data do not tell', () => {
  const alone = (factor: number) =>
    new KnownDevice('engines.jpegd', factor).measured({ THREADS: 1, BYTES: 80_000 }, 'run 1');
  const words = (all: readonly MeasurementStatement[]) =>
    all.map((each) => measurementText(each, 'en')).join('\n');

  it('one rate does not tell which part is other: nothing is changed, and what would tell is named', () => {
    const { settings, qps, from } = alone(0.5);
    const fit = fitToRuns(PROGRAM, BASE, [{ settings, qps, from }]);
    expect(fit.profile).toEqual(BASE);
    expect(fit.constants).toEqual([]);
    expect(words(fit.open)).toMatch(/do not tell these apart.*engines\.jpegd.*\nto tell, measure/s);
    expect(fit.held).toEqual([]);
  });

  it('a share of the same run tells it, and clears the part that the rate alone would blame', () => {
    const fit = fitToRuns(PROGRAM, BASE, [alone(0.5)]);
    expect(fit.constants.map(({ constant }) => constant)).toContain('engines.jpegd.cost.perMegapixelMs');
    expect(words(fit.contradictions)).toMatch(
      /models\.resnet50 taking .* would explain the rates, but aicore/,
    );
  });

  it('a share that nothing explains is said', () => {
    const run = alone(1);
    const fit = fitToRuns(PROGRAM, BASE, [{ ...run, shares: { aicore: 0.99, jpegd: 0.01 } }]);
    expect(words(fit.contradictions)).toMatch(/jpegd was measured at 1 %/);
  });

  it('what comes closest is not written where it leaves another measured value far off', () => {
    const run = alone(4);
    const agreed = fitToRuns(PROGRAM, BASE, [run]);
    expect(agreed.constants.map(({ constant }) => constant)).toContain('engines.jpegd.cost.perMegapixelMs');
    const aicore = (run.shares?.['aicore'] ?? 0) + 0.2;
    const fit = fitToRuns(PROGRAM, BASE, [{ ...run, shares: { aicore } }]);
    expect(fit.constants).toEqual([]);
    expect(fit.profile).toEqual(BASE);
    expect(words(fit.open)).toMatch(/comes closest, but leaves other measured values far off/);
  });

  it('one disturbed run of many does not hold back what the others tell', () => {
    const [first, ...others] = new KnownDevice('engines.jpegd', 4).runs();
    const disturbed = { ...first!, shares: { aicore: (first!.shares?.['aicore'] ?? 0) + 0.2 } };
    const fit = fitToRuns(PROGRAM, BASE, [disturbed, ...others]);
    expect(fit.constants.map(({ constant }) => constant)).toContain('engines.jpegd.cost.perMegapixelMs');
  });

  it('where no other run would tell, the kit is named that measures each alone', () => {
    const device = new KnownDevice('host.wakeMs', 8);
    const runs = SETTINGS.map((settings, i) => device.measured(settings, `run ${i}`, ['aicore', 'jpegd']));
    const fit = fitToRuns(PROGRAM, BASE, runs);
    expect(words(fit.open)).toMatch(/do not tell these apart.*host\.wakeMs.*link\.requestMs.*\n.*bench-kit/);
  });

  it('from two runs on, each is predicted from the others', () => {
    const fit = fitToRuns(PROGRAM, BASE, new KnownDevice('engines.jpegd', 8).runs());
    expect(fit.held).toHaveLength(SETTINGS.length);
    for (const { error } of fit.held) expect(Math.abs(error)).toBeLessThan(0.1);
  });
});

import { loadProfile } from '../../src/profile/load.ts';
import { simulate } from '../../src/sim/index.ts';
import { dvppPipeline, type DvppRate, readDvppRates } from './dvpp.ts';
import type { Gate } from './gates.ts';
import { fixed, percent, table } from './report.ts';

interface DvppOutcome {
  rate: DvppRate;
  predicted: number;
  error: number;
}

export function dvppOutcomes(): { outcomes: DvppOutcome[]; skipped: number } {
  const { rates, skipped } = readDvppRates();
  const outcomes = rates.map((rate) => {
    const predicted = simulate(dvppPipeline(rate), loadProfile(rate.device), { budgetEvents: 200_000 }).qps;
    return { rate, predicted, error: predicted / rate.framesPerSecond - 1 };
  });
  return { outcomes, skipped };
}

export function dvppGates(outcomes: DvppOutcome[]): Gate[] {
  const worst = (device: (id: string) => boolean) =>
    Math.max(...outcomes.filter(({ rate }) => device(rate.device)).map(({ error }) => 100 * Math.abs(error)));
  return [
    { what: 'DVPP rates of the Ascend 310', value: worst((id) => id === 'ascend310'), limit: 3, unit: '%' },
    {
      what: 'DVPP rates of the other devices',
      value: worst((id) => id !== 'ascend310'),
      limit: 3,
      unit: '%',
    },
  ];
}

export function dvppText({ outcomes, skipped }: { outcomes: DvppOutcome[]; skipped: number }): string {
  const rows = outcomes.map(({ rate, predicted, error }) => [
    rate.where,
    String(rate.channels),
    fixed(rate.framesPerSecond),
    fixed(predicted),
    percent(error),
  ]);
  const note = `${skipped} more rows of the vendor's tables give no rate of an engine for a known picture size.`;
  return `${table(['what', 'channels simulated', 'specified frames/s', 'predicted', 'error'], rows)}\n\n${note}`;
}

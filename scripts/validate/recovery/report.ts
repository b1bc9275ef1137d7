/** How often a known device is recovered from runs of it, and what of it must be. */
import type { Gate } from '../gates.ts';
import { fixed, quantile, table } from '../report.ts';
import type { Recovery, Verdict } from './recover.ts';

/** What is said to be determined is right to so many per cent. */
const DETERMINED_PERCENT = 3;

const isFound = ({ verdict }: Recovery): boolean => verdict === 'determined' || verdict === 'roughly';
const count = (all: readonly Recovery[], verdict: Verdict): number =>
  all.filter((each) => each.verdict === verdict).length;

export function recoveryGates(all: readonly Recovery[]): Gate[] {
  const found = all.filter(isFound);
  const missed = all.filter(
    ({ verdict, off }) => verdict === 'determined' && !(100 * off <= DETERMINED_PERCENT),
  );
  // What is not noticed is hidden in the noise: the profile has to explain the rates as it is.
  const silent = all.filter(({ verdict, meanError }) => verdict === 'unnoticed' && meanError > 0.04);
  const outside = found.filter(({ isInside }) => !isInside);
  return [
    {
      what: `constants said to be determined that are off by more than ${DETERMINED_PERCENT} %`,
      value: missed.length,
      limit: 0,
      unit: 'rows',
    },
    {
      what: 'constants outside the interval that is said',
      value: (100 * outside.length) / Math.max(1, found.length),
      limit: 5,
      unit: '%',
    },
    { what: 'parts blamed that are as in the profile', value: count(all, 'blamed'), limit: 0, unit: 'rows' },
    {
      what: 'changes that neither the profile explains nor a word is said of',
      value: silent.length,
      limit: 0,
      unit: 'rows',
    },
  ];
}

const HEAD = [
  'part that is other',
  'fits',
  'determined',
  'known roughly',
  'open',
  'not noticed',
  'another blamed',
  'outside the interval',
  'median error',
];

function row(name: string, all: readonly Recovery[]): string[] {
  const found = all.filter(isFound);
  const errors = found.map(({ off }) => 100 * off);
  return [
    name,
    `${all.length}`,
    ...(['determined', 'roughly', 'open', 'unnoticed', 'blamed'] as const).map((verdict) =>
      String(count(all, verdict)),
    ),
    `${found.filter(({ isInside }) => !isInside).length}`,
    found.length === 0 ? '' : `${fixed(quantile(errors, 0.5))} %`,
  ];
}

function tableOf(all: readonly Recovery[]): string {
  const parts = [...new Set(all.map(({ part }) => part))];
  return table(
    HEAD,
    parts.map((part) =>
      row(
        part ?? 'none',
        all.filter((each) => each.part === part),
      ),
    ),
  );
}

export function recoveryText(all: readonly Recovery[]): string {
  return [
    tableOf(all.filter(({ asked }) => !asked)),
    'The same where a fit asked for more, once that was measured too:',
    tableOf(all.filter(({ asked }) => asked)),
  ].join('\n\n');
}

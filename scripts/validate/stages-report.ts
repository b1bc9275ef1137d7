import type { DeviceProfile } from '../../src/profile/profile.ts';
import { simulate } from '../../src/sim/index.ts';
import type { Gate } from './gates.ts';
import { fixed, mean, percent, quantile, table } from './report.ts';
import { readStageRuns, type StageRun, stagePipeline, wholeRunRate } from './stage-runs.ts';

interface StageOutcome {
  run: StageRun;
  /** Frames/s of the four threads once they run, and of the whole run with its start-up. */
  steady: number;
  predicted: number;
  error: number;
}

export function stageOutcomes(profile: DeviceProfile): { outcomes: StageOutcome[]; skipped: number } {
  const { runs, skipped } = readStageRuns();
  const outcomes = runs.map((run) => {
    const steady = simulate(stagePipeline(run), profile, { budgetEvents: 100_000 }).qps;
    const predicted = wholeRunRate(run, steady);
    return { run, steady, predicted, error: predicted / run.measured - 1 };
  });
  return { outcomes, skipped };
}

export function stageGates(outcomes: StageOutcome[]): Gate[] {
  const errors = outcomes.map(({ error }) => 100 * Math.abs(error));
  return [
    { what: 'four-stage runs: median error', value: quantile(errors, 0.5), limit: 1, unit: '%' },
    { what: 'four-stage runs: 75th percentile', value: quantile(errors, 0.75), limit: 2.5, unit: '%' },
    { what: 'four-stage runs: 90th percentile', value: quantile(errors, 0.9), limit: 10, unit: '%' },
  ];
}

const FAR = 0.1;

/** What the run's own figures say of why it is off. */
function reasonOf({ run, error }: StageOutcome): string {
  const slowest = Math.min(run.read, run.preprocess, run.infer);
  if (run.measured > 1.05 * slowest) {
    return `the row contradicts itself: ${fixed(run.measured)} frames/s end to end with a stage at ${fixed(slowest)}`;
  }
  const { frames, totalMs } = run;
  if (error <= 0 || frames === undefined || totalMs === undefined) return 'not known';
  const lost = totalMs / 1000 - frames / slowest;
  return `a run of ${Math.round(frames)} frames whose total holds ${fixed(lost)} s that are in no stage: a longer start-up`;
}

function errorTable(outcomes: StageOutcome[]): string {
  const slowest = ({ run }: StageOutcome): number => Math.min(run.read, run.preprocess, run.infer);
  const line = (name: string, of: (outcome: StageOutcome) => number): string[] => {
    const errors = outcomes.map((outcome) => Math.abs(of(outcome) / outcome.run.measured - 1));
    const parts = [0.5, 0.75, 0.9].map((share) => percent(quantile(errors, share), 2).replace('+', ''));
    return [name, ...parts, percent(mean(errors)).replace('+', '')];
  };
  return table(
    ['', 'median', '75th percentile', '90th', 'mean'],
    [
      line('the slowest stage alone', slowest),
      line('four threads and their queues', ({ steady }) => steady),
      line('the same with the start-up', ({ predicted }) => predicted),
    ],
  );
}

export function stageText({ outcomes, skipped }: { outcomes: StageOutcome[]; skipped: number }): string {
  const far = outcomes.filter(({ error }) => Math.abs(error) > FAR);
  const summary = [
    `${outcomes.length} runs (${skipped} more have no figures of their stages). Absolute errors:`,
    errorTable(outcomes),
    'The stage rates were taken inside the running pipeline, so a stage that waits is coupled to the slowest: this tests queues and threads, not a device. The total of a run holds its start-up, which no stage has; 0.86 s of it are measured in the training material (the process of the asynchronous loop less its loop), and the runs, whatever their length, show 0.6 to 2 s.',
  ].join('\n\n');
  const rows = far.map((outcome) => [
    `${outcome.run.model}, batch ${outcome.run.batch}`,
    fixed(outcome.run.measured),
    fixed(outcome.predicted),
    percent(outcome.error),
    reasonOf(outcome),
  ]);
  const head = ['run off by more than 10 %', 'measured frames/s', 'predicted', 'error', 'likely reason'];
  return `${summary}\n\n${table(head, rows)}`;
}

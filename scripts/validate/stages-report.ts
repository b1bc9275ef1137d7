import type { DeviceProfile } from '../../src/profile/profile.ts';
import { simulate } from '../../src/sim/index.ts';
import type { Gate } from './gates.ts';
import { fixed, mean, percent, quantile, table } from './report.ts';
import { readStageRuns, type StageRun, stagePipeline } from './stage-runs.ts';

interface StageOutcome {
  run: StageRun;
  predicted: number;
  error: number;
}

export function stageOutcomes(profile: DeviceProfile): { outcomes: StageOutcome[]; skipped: number } {
  const { runs, skipped } = readStageRuns();
  const outcomes = runs.map((run) => {
    const predicted = simulate(stagePipeline(run), profile, { budgetEvents: 100_000 }).qps;
    return { run, predicted, error: predicted / run.measured - 1 };
  });
  return { outcomes, skipped };
}

export function stageGates(outcomes: StageOutcome[]): Gate[] {
  const errors = outcomes.map(({ error }) => 100 * Math.abs(error));
  return [
    { what: 'four-stage runs: median error', value: quantile(errors, 0.5), limit: 1, unit: '%' },
    { what: 'four-stage runs: 75th percentile', value: quantile(errors, 0.75), limit: 2.5, unit: '%' },
  ];
}

const FAR = 0.2;
/** Frames in a run below which its start-up shows in its total. */
const SHORT_RUN = 5000;

/** What the run's own figures say of why it is off. */
function reasonOf({ run, error }: StageOutcome): string {
  const slowest = Math.min(run.read, run.preprocess, run.infer);
  if (run.measured > 1.05 * slowest) {
    return `the row contradicts itself: ${fixed(run.measured)} frames/s end to end with a stage at ${fixed(slowest)}`;
  }
  const frames = ((run.totalMs ?? 0) * run.measured) / 1000;
  if (error > 0 && frames < SHORT_RUN) {
    const lost = (run.totalMs ?? 0) - (1000 * frames) / slowest;
    return `a run of ${Math.round(frames)} frames whose total holds ${fixed(lost / 1000)} s that are in no stage: the start-up`;
  }
  return 'not known';
}

export function stageText({ outcomes, skipped }: { outcomes: StageOutcome[]; skipped: number }): string {
  const errors = outcomes.map(({ error }) => Math.abs(error));
  const far = outcomes.filter(({ error }) => Math.abs(error) > FAR);
  const summary = `${outcomes.length} runs (${skipped} more have no figures of their stages): median ${percent(quantile(errors, 0.5), 2)}, 75th percentile ${percent(quantile(errors, 0.75), 2)}, 90th ${percent(quantile(errors, 0.9))}, mean ${percent(mean(errors))} of absolute errors. The stage rates were taken inside the running pipeline, so a stage that waits is coupled to the slowest: this tests queues and threads, not a device.`;
  const rows = far.map((outcome) => [
    `${outcome.run.model}, batch ${outcome.run.batch}`,
    fixed(outcome.run.measured),
    fixed(outcome.predicted),
    percent(outcome.error),
    reasonOf(outcome),
  ]);
  const head = ['run off by more than 20 %', 'measured frames/s', 'predicted', 'error', 'likely reason'];
  return `${summary}\n\n${table(head, rows)}`;
}

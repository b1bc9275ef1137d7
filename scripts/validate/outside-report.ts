/** How many of all measurements at hand lie in the range that is stated of them, fitted or not. */
import type { DeviceProfile } from '../../src/profile/profile.ts';
import { DEFAULT_DEVICE } from '../../src/pipeline/devices.ts';
import { simulate, withDoubts } from '../../src/sim/index.ts';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import type { Gate } from './gates.ts';
import type { Measurements } from './measurements.ts';
import { halfWidth, isInside, judge, type Judged, readOutside } from './outside.ts';
import { programOf } from './programs.ts';
import { mean, quantile, table } from './report.ts';
import { readStageRuns, stagePipeline, wholeRunRate } from './stage-runs.ts';

export interface OutsideOutcomes {
  /** Of test/data/outside.json. */
  rows: Judged[];
  /** Of the training material and of the four-stage programs, which have tables of their own. */
  others: Judged[];
}

function ranged(pipeline: Pipeline, profile: DeviceProfile): Pick<Judged, 'predicted' | 'range'> {
  const { qps, qpsRange } = withDoubts(pipeline, profile, simulate(pipeline, profile));
  return { predicted: qps, range: qpsRange };
}

function trainingRows({ rows, picture }: Measurements, profile: DeviceProfile): Judged[] {
  return rows.flatMap(({ id, program, qps, leftOut }): Judged[] => {
    if (qps === undefined || leftOut !== undefined) return [];
    const common = { id, origin: 'AscendCL training material', device: profile.id, fitted: true };
    return [{ ...common, measured: [qps, qps], ...ranged(programOf(program, picture), profile) }];
  });
}

function stageRows(profile: DeviceProfile): Judged[] {
  return readStageRuns().runs.map((run): Judged => {
    const { predicted, range } = ranged(stagePipeline(run), profile);
    const whole = (rate: number) => wholeRunRate(run, rate);
    return {
      id: `${run.model}, batch ${run.batch}`,
      origin: 'Ascend/ModelZoo-PyTorch, four stages',
      device: profile.id,
      fitted: false,
      measured: [run.measured, run.measured],
      predicted: whole(predicted),
      range: [whole(range[0]), whole(range[1])],
    };
  });
}

export function outsideOutcomes(data: Measurements, profile: DeviceProfile): OutsideOutcomes {
  const outside = readOutside();
  return {
    rows: outside.rows.map((row) => judge(row, outside)),
    others: [...trainingRows(data, profile), ...stageRows(profile)],
  };
}

function grouped(judged: Judged[], key: (one: Judged) => string): Map<string, Judged[]> {
  const groups = new Map<string, Judged[]>();
  for (const one of judged) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return groups;
}

const shareInside = (judged: Judged[]): number => judged.filter(isInside).length / judged.length;

/** Each origin weighs one. */
function byOrigin(judged: Judged[]): number {
  return mean([...grouped(judged, ({ origin }) => origin).values()].map(shareInside));
}

const medianWidth = (judged: Judged[]): number => quantile(judged.map(halfWidth), 0.5);

export function outsideGates({ rows, others }: OutsideOutcomes): Gate[] {
  const all = [...rows, ...others];
  const own = all.filter(({ device }) => device === DEFAULT_DEVICE);
  return [
    {
      what: 'measurements outside their range, each source weighing one',
      value: 100 * (1 - byOrigin(all)),
      limit: 10,
      unit: '%',
    },
    {
      what: 'median half width of the range, Ascend 310',
      value: 100 * medianWidth(own),
      limit: 15,
      unit: '%',
    },
  ];
}

const short = (value: number): string => String(Number(value.toPrecision(4)));
const whole = (share: number): string => `${Math.round(100 * share)} %`;

function summaryRow(name: string, judged: Judged[]): string[] {
  const inside = judged.filter(isInside).length;
  const fitted = judged.filter((one) => one.fitted).length;
  return [name, String(judged.length), String(fitted), String(inside), whole(medianWidth(judged))];
}

function summary(judged: Judged[], key: (one: Judged) => string, head: string): string {
  const rows = [...grouped(judged, key)].map(([name, group]) => summaryRow(name, group));
  return table([head, 'rows', 'of them fitted', 'inside', 'median half width'], rows);
}

function rowTable(rows: Judged[]): string {
  const lines = rows.map((one) => {
    const [least, most] = one.measured;
    const measured = least === most ? short(least) : `${short(least)} to ${short(most)}`;
    const range = one.range.map(short).join(' to ');
    return [
      one.id,
      measured,
      short(one.predicted),
      range,
      isInside(one) ? 'yes' : 'no',
      one.fitted ? 'yes' : '',
    ];
  });
  return table(['row', 'measured frames/s', 'predicted', 'range', 'inside', 'fitted'], lines);
}

function leftTable(): string {
  const rows = readOutside().notExpressed.map(({ source, rows: count, what, reason }) => [
    what === undefined ? source : `${source}: ${what}`,
    String(count),
    reason,
  ]);
  return table(['source', 'figures', 'why they are no row'], rows);
}

export function outsideText({ rows, others }: OutsideOutcomes): string {
  const all = [...rows, ...others];
  const share = `${all.filter(isInside).length} of ${all.length} measurements lie in the range that is stated of them; with each source weighing one ${whole(byOrigin(all))}. Of those that are not fitted it is ${whole(byOrigin(all.filter(({ fitted }) => !fitted)))}.`;
  return [
    share,
    summary(all, ({ origin }) => origin, 'source'),
    summary(all, ({ device }) => device, 'device'),
    rowTable(rows),
    leftTable(),
  ].join('\n\n');
}

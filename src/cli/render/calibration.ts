/** A calibration for a reader at a terminal. */
import type { Calibration, ErrorReport } from '../../measure/calibrate.ts';
import { rateText } from '../../service/labels.ts';
import { textTable } from '../table.ts';

const figure = (value: number | null): string =>
  value === null ? '-' : String(Number(value.toPrecision(5)));
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function errorText({ meanError, count }: ErrorReport): string {
  return meanError === null ? 'not known: too few values' : `${percent(meanError)} (mean of ${count})`;
}

export function calibrationLines(calibration: Calibration): string[] {
  const { profile, adjusted, fitted, runs, fit, holdout } = calibration;
  const constants = [
    ['constant', 'unit', 'before', 'after', 'from'],
    ...adjusted.map((a) => [
      a.constant,
      a.unit,
      figure(a.before),
      figure(a.after),
      `${a.samples} at ${a.from}`,
    ]),
    ...fitted.map((f) => [f.constant, f.unit, figure(f.before), figure(f.after), 'fit to runs']),
  ];
  const compared = runs.map((run) => [
    run.from,
    rateText(run.qps),
    rateText(run.predicted),
    percent(run.error),
  ]);
  return [
    `Profile ${profile.id} (${profile.name})`,
    '',
    ...(constants.length > 1 ? textTable(constants) : ['No constant was changed.']),
    ...(compared.length > 0
      ? ['', ...textTable([['run', 'measured', 'predicted', 'error'], ...compared])]
      : []),
    '',
    `Fit error      ${errorText(fit)}`,
    `Holdout error  ${errorText(holdout)}`,
  ];
}

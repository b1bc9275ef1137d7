/** Tables of device tasks: op_summary (one row a task), op_statistic (one row an operator type) and task_time. */
import { ModelSpans } from '../spans.ts';
import type { Measurement } from '../measurement.ts';
import type { Tallies } from '../tally.ts';
import { addTo, tallyMeasurements } from '../tally.ts';
import type { NumberOf, RowReader, Table, TableForm, TableRow } from './table.ts';
import { DEVICE, eachRow, milliseconds, neededMilliseconds, totalsReader } from './table.ts';
import { areUneven, isAiCpu, isProduct, OperatorTraits } from './traits.ts';

const START = ['task start time(us)', 'task start time', 'start time(us)'];
const DVPP = 'DVPP';
const DURATION = ['task duration(us)', 'duration(us)'];

/** What a unit of the AI Core, as `mac` or `mte2`, was busy of an operator's time. */
const UNIT = /^(?:aic_|aiv_)?(?:vec|mac|scalar|mte1|mte2|mte3|fixpipe)_ratio$/;

/** Of the busiest unit; undefined where the table or the row tells of none. */
function fullestUnit(table: Table): NumberOf {
  const units = [...table.columns.keys()]
    .filter((name) => UNIT.test(name))
    .map((name) => table.number([name]));
  return (row) => {
    const shares = units.flatMap((share) => share(row) ?? []);
    return shares.length === 0 ? undefined : Math.max(...shares);
  };
}

/** Which kinds of operators a table tells of, and the AI CPU's by their names. */
function traitsOf(table: Table) {
  const [state, fullest] = [table.text('op state'), fullestUnit(table)];
  const blocks = table.number(['block dim', 'block num']);
  const [name, shapes] = [table.text('op type'), table.text('input shapes')];
  const traits = new OperatorTraits();
  const slow: Tallies = new Map();
  return {
    add(row: TableRow, type: string, ms: number): void {
      const operator = name(row);
      if (operator !== undefined && isAiCpu(type))
        return addTo(slow, `aicpu ${operator}`, ms, { file: table.file, line: row.line });
      const isUneven = operator !== undefined && isProduct(operator) && areUneven(shapes(row) ?? '');
      traits.add({ type, ms, state: state(row), blocks: blocks(row), fullest: fullest(row), isUneven });
    },
    measurements: (): Measurement[] => [
      ...tallyMeasurements('task', slow),
      ...traits.measurements({ file: table.file, line: 2 }),
    ],
  };
}

/** The same operators run once an execution of their model: `Infer ID` numbers it where there is one. */
function openSummary(table: Table): RowReader {
  const duration = neededMilliseconds(table, ...DURATION);
  const wait = milliseconds(table, 'task wait time(us)', 'wait time(us)');
  const startUs = table.number(START);
  const type = table.text('task type', 'accelerator core', 'op type', 'type');
  const operator = table.text('op name', 'name');
  const [modelName, modelId] = [table.text('model name'), table.text('model id')];
  const device = table.text(...DEVICE);
  const execution = table.text('infer id', 'iteration id', 'step id');
  const task = table.number(['task id']);
  const tallies: Tallies = new Map();
  const traits = traitsOf(table);
  const spans = new ModelSpans(table.file);
  return {
    row(row) {
      const ms = duration(row);
      const [id, on] = [modelId(row), device(row)];
      spans.add(
        {
          model: modelName(row) ?? id,
          instance: `${on ?? ''} ${id ?? ''}`,
          device: on,
          operator: operator(row) ?? '',
          execution: execution(row),
          task: task(row),
        },
        startUs(row),
        ms,
        row.line,
      );
      if (ms === undefined) return;
      const kind = type(row) ?? 'unknown';
      traits.add(row, kind, ms);
      addTo(
        tallies,
        kind,
        ms,
        { file: table.file, line: row.line },
        {
          waitMs: wait(row),
          device: on,
        },
      );
    },
    end() {
      const models = spans.end();
      const tasks = [...tallyMeasurements('task', tallies), ...traits.measurements()];
      return { measurements: [...tasks, ...models.measurements], problems: models.problems };
    },
  };
}

function openStatistic(table: Table): RowReader {
  const totals = totalsReader(table, table.needed(['count']), neededMilliseconds(table, 'total time(us)'));
  const [type, core] = [table.text('op type'), table.text('core type')];
  return eachRow(table, (row): Measurement[] => {
    const [values, subject, on] = [totals(row), type(row), core(row)];
    if (values === undefined || subject === undefined) return [];
    const source = { file: table.file, line: row.line };
    return [{ kind: 'task', subject: on === undefined ? subject : `${on} ${subject}`, values, source }];
  });
}

function openTaskTime(table: Table): RowReader {
  const time = neededMilliseconds(table, 'task_time(us)');
  const [name, type] = [table.text('kernel_name'), table.text('kernel_type')];
  const device = table.text(...DEVICE);
  const tallies: Tallies = new Map();
  return {
    row(row) {
      const ms = time(row);
      const source = { file: table.file, line: row.line };
      const kind = type(row) ?? 'unknown';
      // Its engines are as different as their names.
      const subject = kind === DVPP ? (name(row) ?? kind) : kind;
      if (ms !== undefined) addTo(tallies, subject, ms, source, { device: device(row) });
    },
    end: () => ({ measurements: tallyMeasurements('task', tallies) }),
  };
}

function openLegacyTaskTime(table: Table): RowReader {
  const totals = totalsReader(table, table.needed(['count']), neededMilliseconds(table, 'time(us)'));
  const type = table.text('type');
  return eachRow(table, (row): Measurement[] => {
    const [values, subject] = [totals(row), type(row)];
    if (values === undefined || subject === undefined) return [];
    return [{ kind: 'task', subject, values, source: { file: table.file, line: row.line } }];
  });
}

/** AI CPU operators: what each node took on the device's own cores. */
function openAiCpu(table: Table): RowReader {
  const total = neededMilliseconds(table, 'total_time(us)');
  const tallies: Tallies = new Map();
  const node = table.text('node');
  return {
    row(row) {
      const ms = total(row);
      if (ms !== undefined)
        addTo(tallies, `aicpu ${node(row) ?? ''}`.trim(), ms, { file: table.file, line: row.line });
    },
    end: () => ({ measurements: tallyMeasurements('task', tallies) }),
  };
}

/** One row an iteration of a model: from its end and the time that it took. */
function openStepTrace(table: Table): RowReader {
  const time = neededMilliseconds(table, 'iteration time(us)');
  const [model, device] = [table.text('model id'), table.text(...DEVICE)];
  const tallies: Tallies = new Map();
  return {
    row(row) {
      const ms = time(row);
      if (ms === undefined) return;
      const id = model(row);
      const source = { file: table.file, line: row.line };
      const name = id === undefined ? 'iteration' : `iteration of model ${id}`;
      addTo(tallies, name, ms, source, { device: device(row) });
    },
    end: () => ({ measurements: tallyMeasurements('latency', tallies) }),
  };
}

export const taskForms: TableForm[] = [
  {
    format: 'msprof op_summary',
    columns: ['op name', 'task duration(us)'],
    tells: { of: 'tasks', rank: 1 },
    open: openSummary,
  },
  {
    format: 'kernel_details',
    columns: ['name', 'type', 'start time(us)', 'duration(us)'],
    tells: { of: 'tasks', rank: 2 },
    open: openSummary,
  },
  { format: 'msprof op_statistic', columns: ['op type', 'count', 'total time(us)'], open: openStatistic },
  {
    format: 'msprof task_time',
    columns: ['kernel_type', 'task_time(us)'],
    tells: { of: 'tasks', rank: 3 },
    open: openTaskTime,
  },
  {
    format: 'msprof task_time',
    columns: ['time(us)', 'count', 'waiting(us)', 'type'],
    tells: { of: 'tasks', rank: 3 },
    open: openLegacyTaskTime,
  },
  { format: 'msprof aicpu', columns: ['node', 'total_time(us)'], open: openAiCpu },
  { format: 'msprof step_trace', columns: ['iteration id', 'iteration time(us)'], open: openStepTrace },
];

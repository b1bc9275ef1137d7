/** Tables of memory by who holds it, of the host as a whole, and of what a program marked itself. */
import { asShare } from '../share.ts';
import type { Tallies } from '../tally.ts';
import { addTo, tallyMeasurements } from '../tally.ts';
import { BYTES_PER_KIB, figures, single } from './figures.ts';
import type { NumberOf, RowReader, Table, TableForm, TableRow } from './table.ts';
import { DEVICE, eachRow, milliseconds, neededMilliseconds } from './table.ts';

/** The most that each holder has had at once: of samples of memory the mean says little. */
function openHolders(table: Table): RowReader {
  const reserved = table.needed(['total reserved(kb)']);
  const component = table.text('component');
  return peaks(table, reserved, (row) => `memory of ${component(row) ?? 'all'}, peak`);
}

function openOperatorMemory(table: Table): RowReader {
  const reserved = table.needed(['allocation total reserved(kb)']);
  return peaks(table, reserved, () => 'memory of operators, peak');
}

function peaks(table: Table, kib: NumberOf, subjectOf: (row: TableRow) => string): RowReader {
  const most = new Map<string, { kib: number; row: TableRow }>();
  const device = table.text(...DEVICE);
  return {
    row(row) {
      const value = kib(row);
      const key = `${subjectOf(row)}\n${device(row) ?? ''}`;
      const hasRoom = most.has(key) || most.size < MOST_HOLDERS;
      if (value !== undefined && hasRoom && value > (most.get(key)?.kib ?? 0))
        most.set(key, { kib: value, row });
    },
    end() {
      const reader = eachRow(table, (row) => {
        const bytes = (kib(row) ?? 0) * BYTES_PER_KIB;
        return [single(table, row, 'size', subjectOf(row), { bytes })];
      });
      for (const { row } of most.values()) reader.row(row);
      return reader.end();
    },
  };
}

const MOST_HOLDERS = 1000;

/** Of so many in all so many are in use: cores, or KB of memory. */
function openHostCores(table: Table): RowReader {
  const [all, used] = [table.needed(['total cpu numbers']), table.needed(['occupied cpu numbers'])];
  return figures(table, (row) => {
    const [cores, busy] = [all(row), used(row)];
    if (!cores || busy === undefined) return [];
    return [single(table, row, 'utilization', 'host', asShare(busy / cores))];
  });
}

const memoryReader = (subject: string, total: string[], used: string[], isFree = false) =>
  function openMemory(table: Table): RowReader {
    const [all, part] = [table.needed(total), table.needed(used)];
    return figures(table, (row) => {
      const [kib, told] = [all(row), part(row)];
      if (!kib || told === undefined) return [];
      const share = isFree ? Math.max(0, 1 - told / kib) : told / kib;
      return [
        single(table, row, 'utilization', subject, asShare(share)),
        single(table, row, 'size', subject, { bytes: kib * BYTES_PER_KIB }),
      ];
    });
  };

/** Percent of one core, as top has it. */
function openProcesses(table: Table): RowReader {
  const [name, percent] = [table.text('name'), table.needed(['cpu(%)'])];
  return figures(table, (row) => {
    const [process, busy] = [name(row), percent(row)];
    if (process === undefined || busy === undefined) return [];
    return [single(table, row, 'utilization', `process ${process}`, { share: busy / 100 })];
  });
}

/** Ranges that the program marked: stages by the program's own names. */
function openMarks(table: Table): RowReader {
  const [start, end] = [
    neededMilliseconds(table, 'start_time(us)'),
    neededMilliseconds(table, 'end_time(us)'),
  ];
  const message = table.text('message');
  return tallied(table, (row) => {
    const [from, to, name] = [start(row), end(row), message(row)];
    return from === undefined || to === undefined || name === undefined || to <= from
      ? undefined
      : { name, ms: to - from };
  });
}

/** Steps of a training framework: what it computes, what of its communication nothing hides, and what is free. */
function openSteps(table: Table): RowReader {
  const parts = ['computing', 'communication(not overlapped)', 'free'].map((name) =>
    milliseconds(table, name),
  );
  return tallied(table, (row) => {
    const ms = parts.reduce((sum, part) => sum + (part(row) ?? 0), 0);
    return ms > 0 ? { name: 'iteration', ms } : undefined;
  });
}

function tallied(table: Table, read: (row: TableRow) => { name: string; ms: number } | undefined): RowReader {
  const tallies: Tallies = new Map();
  const device = table.text(...DEVICE);
  return {
    row(row) {
      const found = read(row);
      const source = { file: table.file, line: row.line };
      if (found) addTo(tallies, found.name, found.ms, source, { device: device(row) });
    },
    end: () => ({ measurements: tallyMeasurements('latency', tallies) }),
  };
}

export const systemTableForms: TableForm[] = [
  { format: 'msprof npu_module_mem', columns: ['component', 'total reserved(kb)'], open: openHolders },
  {
    format: 'msprof operator_memory',
    columns: ['name', 'allocation total reserved(kb)'],
    open: openOperatorMemory,
  },
  {
    format: 'msprof host_cpu_usage',
    columns: ['total cpu numbers', 'occupied cpu numbers'],
    open: openHostCores,
  },
  {
    format: 'msprof host_mem_usage',
    columns: ['total memory(kb)', 'peak used memory(kb)'],
    open: memoryReader('hostMemory', ['total memory(kb)'], ['peak used memory(kb)']),
  },
  {
    format: 'msprof sys_mem',
    columns: ['memory total(kb)|memory total', 'memory free(kb)|memory free'],
    open: memoryReader(
      'systemMemory',
      ['memory total(kb)', 'memory total'],
      ['memory free(kb)', 'memory free'],
      true,
    ),
  },
  { format: 'msprof process_cpu_usage', columns: ['pid', 'name', 'cpu(%)'], open: openProcesses },
  { format: 'msprof msprof_tx', columns: ['message', 'start_time(us)', 'end_time(us)'], open: openMarks },
  { format: 'step_trace_time', columns: ['step', 'computing', 'free'], open: openSteps },
];

/** Tables of the profiler that tell no time, rate or size of a run, by their columns. */
export const UNTOLD: readonly { format: string; columns: string[] }[] = [
  { format: 'msprof fusion_op', columns: ['fusion op', 'original ops'] },
  { format: 'msprof l2_cache', columns: ['hit rate', 'victim rate'] },
  { format: 'msprof static_op_mem', columns: ['op name', 'graph id', 'size(kb)'] },
  { format: 'msprof process_mem', columns: ['pid', 'name', 'size(pages)'] },
  { format: 'msprof llc_read_write', columns: ['mode', 'task', 'hit rate(%)'] },
  { format: 'msprof pmu_events', columns: ['event', 'name', 'count'] },
  { format: 'msprof top_function', columns: ['function', 'module', 'cycles'] },
];

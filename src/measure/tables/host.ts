/** Tables of calls, engines, memories and cores: api_statistic and its older forms, dvpp, npu_mem, ai_core_utilization. */
import type { Measurement } from '../measurement.ts';
import { asShare, busyShare } from '../share.ts';
import { apiName } from '../names.ts';
import type { Tallies } from '../tally.ts';
import { addTo, tallyMeasurements } from '../tally.ts';
import type { Figure } from './figures.ts';
import { BYTES_PER_KIB, BYTES_PER_MB, figures, single } from './figures.ts';
import type { RowReader, Table, TableForm, TableRow } from './table.ts';
import { eachRow, neededMilliseconds, totalsReader } from './table.ts';

function openApi(table: Table): RowReader {
  const totals = totalsReader(table, table.needed(['count', 'calls']), neededMilliseconds(table, 'time(us)'));
  const name = table.text('api name', 'name');
  return eachRow(table, (row): Measurement[] => {
    const [values, subject] = [totals(row), name(row)];
    if (values === undefined || subject === undefined) return [];
    const source = { file: table.file, line: row.line };
    return [{ kind: 'api', subject: apiName(subject), values, source }];
  });
}

/** One row a call, as older versions write them. */
function openCalls(table: Table): RowReader {
  const time = neededMilliseconds(table, 'duration(us)');
  const name = table.text('api', 'name');
  const tallies: Tallies = new Map();
  return {
    row(row) {
      const [ms, subject] = [time(row), name(row)];
      if (ms !== undefined && subject !== undefined)
        addTo(tallies, apiName(subject), ms, { file: table.file, line: row.line });
    },
    end: () => ({ measurements: tallyMeasurements('api', tallies) }),
  };
}

/** Engines as this project names them, by the name in the table (JPEGD, VPC, VDEC …). */
function openDvpp(table: Table): RowReader {
  const engine = table.text('engine type');
  const busy = table.number(['all utilization(%)']);
  const [count, total] = [table.number(['all frame']), neededMilliseconds(table, 'all time(us)')];
  return figures(
    table,
    (row) => {
      const [subject, percent] = [engine(row)?.toLowerCase(), busy(row)];
      if (subject === undefined || percent === undefined) return [];
      return [single(table, row, 'utilization', subject, busyShare(percent))];
    },
    (row) => {
      const [subject, runs, totalMs] = [engine(row)?.toLowerCase(), count(row), total(row)];
      if (subject === undefined || !runs || totalMs === undefined) return [];
      return [single(table, row, 'task', subject, { count: runs, totalMs, meanMs: totalMs / runs })];
    },
  );
}

/** Bytes per second that the device's memory read and wrote, averaged over the run. */
function openMemoryTraffic(table: Table): RowReader {
  const metric = table.text('metric');
  const [read, write] = [table.needed(['read(mb/s)']), table.needed(['write(mb/s)'])];
  return figures(table, (row) => {
    if (!/^(average|avg|mean)$/i.test(metric(row) ?? '')) return [];
    const [reads, writes] = [read(row), write(row)];
    if (reads === undefined || writes === undefined) return [];
    const bytesPerSecond = (reads + writes) * BYTES_PER_MB;
    return [single(table, row, 'bandwidth', 'memory traffic', { bytesPerSecond })];
  });
}

/** Device memory in use over the run, by sample; of the device as a whole where the table tells it from the process. */
function openMemoryUse(table: Table): RowReader {
  const event = table.text('event');
  const columns = ['ddr(kb)', 'hbm(kb)'].filter((name) => table.has(name));
  const uses = (columns.length > 0 ? columns : ['memory(kb)']).map((name) => table.number([name]));
  return figures(table, (row) => {
    const kib = uses.reduce((sum, use) => sum + (use(row) ?? 0), 0);
    if (kib === 0) return [];
    const owner = /^(app|process)/i.test(event(row) ?? '') ? 'memoryOfProcess' : 'memoryInUse';
    return [single(table, row, 'size', owner, { bytes: kib * BYTES_PER_KIB })];
  });
}

const RATIO = /_(ratio|rate)$/;

/** Cores by number and their average: the average counts, else each core. */
function openCores(table: Table): RowReader {
  const core = table.text('core id');
  const busy = table.number(['utilization(%)', 'ai core utilization(%)']);
  const ratios = [...table.columns.keys()].filter((name) => RATIO.test(name));
  const shares = ratios.map((name) => ({ name: name.replace(RATIO, ''), share: table.number([name]) }));
  const isAverage = (row: TableRow): boolean => /^(average|avg|mean|all)$/i.test(core(row) ?? '');
  return averagesFirst(table, isAverage, (row) => {
    const percent = busy(row);
    const whole =
      percent === undefined ? [] : [single(table, row, 'utilization', 'aicore', busyShare(percent))];
    const parts = shares.flatMap(({ name, share }) => {
      const value = share(row);
      return value === undefined ? [] : [single(table, row, 'utilization', `aicore ${name}`, asShare(value))];
    });
    return [...whole, ...parts];
  });
}

function averagesFirst(table: Table, isAverage: (row: TableRow) => boolean, read: Figure): RowReader {
  const [averages, others] = [eachRow(table, read), eachRow(table, read)];
  return {
    row: (row) => (isAverage(row) ? averages : others).row(row),
    end() {
      const found = averages.end();
      return found.measurements.length > 0 ? found : others.end();
    },
  };
}

/** CPUs of the device by type, or of the host: what is not idle is busy. */
function openCpuUse(table: Table): RowReader {
  const [type, idle] = [table.text('cpu type', 'cpu id', 'cpu'), table.needed(['idle(%)', '%idle'])];
  return figures(table, (row) => {
    const percent = idle(row);
    if (percent === undefined) return [];
    const name = (type(row) ?? 'cpu').toLowerCase();
    return [single(table, row, 'utilization', name, busyShare(Math.max(0, 100 - percent)))];
  });
}

export const hostForms: TableForm[] = [
  {
    format: 'msprof api_statistic',
    columns: ['api name', 'time(us)', 'count'],
    tells: { of: 'calls', rank: 1 },
    open: openApi,
  },
  {
    format: 'msprof acl_statistic',
    columns: ['name', 'time(us)', 'count|calls', 'avg(us)'],
    tells: { of: 'calls', rank: 2 },
    open: openApi,
  },
  {
    format: 'msprof ai_stack_time',
    columns: ['module', 'api', 'duration(us)'],
    tells: { of: 'calls', rank: 4 },
    open: openCalls,
  },
  { format: 'msprof dvpp', columns: ['engine type', 'all time(us)', 'all frame'], open: openDvpp },
  { format: 'msprof ddr', columns: ['metric', 'read(mb/s)', 'write(mb/s)'], open: openMemoryTraffic },
  { format: 'msprof npu_mem', columns: ['event', 'ddr(kb)|hbm(kb)|memory(kb)'], open: openMemoryUse },
  { format: 'msprof ai_core_utilization', columns: ['core id'], open: openCores },
  { format: 'msprof cpu_usage', columns: ['cpu type', 'idle(%)'], open: openCpuUse },
];

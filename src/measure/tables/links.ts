/** Tables of links: PCIe and HCCS by what goes which way, network cards, and the disks of the host. */
import { busyShare } from '../share.ts';
import { BYTES_PER_KIB, figures, single } from './figures.ts';
import { factorOf } from './heads.ts';
import type { RowReader, Table, TableForm } from './table.ts';

/**
 * Posted writes carry the data. The vendor reads Tx as the model's input (MindX SDK, Rec tuning guide), so Rx is its output.
 * Averages over the run: idle times too.
 */
const RATES = new Map([
  ['rx p avg', 'd2h average'],
  ['tx p avg', 'h2d average'],
  ['tx np avg', 'PCIe requests, average'],
  ['rx np avg', 'PCIe requests of the other side, average'],
  ['tx cpl avg', 'PCIe completions, average'],
  ['rx cpl avg', 'PCIe completions of the other side, average'],
  ['tx', 'HCCS sent, average'],
  ['rx', 'HCCS received, average'],
]);

const ROW = /^([rt]x[\w ]*?) ?\((\w+\/s)\)$/;

function openLinks(table: Table): RowReader {
  const [mode, mean] = [table.text('mode'), table.needed(['avg', 'average'])];
  return figures(table, (row) => {
    const [, words = '', unit = ''] = ROW.exec((mode(row) ?? '').toLowerCase().replaceAll('_', ' ')) ?? [];
    const value = mean(row);
    if (value === undefined) return [];
    const [subject, factor] = [RATES.get(words), factorOf(unit, 'b/s')];
    if (subject === undefined || factor === undefined) return [];
    return [single(table, row, 'bandwidth', subject, { bytesPerSecond: value * factor })];
  });
}

/** How much of its rate a network card receives and sends. */
function openNetwork(table: Table): RowReader {
  const ways = ['rx', 'tx'].map((way) => ({
    subject: `network ${way}`,
    percent: table.number([`${way} bandwidth efficiency(%)`]),
  }));
  return figures(table, (row) =>
    ways.flatMap(({ subject, percent }) => {
      const busy = percent(row);
      return busy === undefined ? [] : [single(table, row, 'utilization', subject, busyShare(busy))];
    }),
  );
}

/** The most that the disks, or the network, of the host did. */
function openPeaks(table: Table): RowReader {
  const peaks = [
    { subject: 'disk read, peak', rate: table.number(['peak disk read(kb/s)']) },
    { subject: 'disk write, peak', rate: table.number(['peak disk write(kb/s)']) },
    { subject: 'network, peak', rate: table.number(['peak used speed(kb/s)']) },
  ];
  return figures(table, (row) =>
    peaks.flatMap(({ subject, rate }) => {
      const kilobytes = rate(row);
      if (kilobytes === undefined) return [];
      return [single(table, row, 'bandwidth', subject, { bytesPerSecond: kilobytes * BYTES_PER_KIB })];
    }),
  );
}

export const linkForms: TableForm[] = [
  { format: 'msprof pcie', columns: ['mode', 'min', 'max', 'avg|average'], open: openLinks },
  { format: 'msprof nic', columns: ['rx bandwidth efficiency(%)'], open: openNetwork },
  { format: 'msprof host_disk_usage', columns: ['peak disk read(kb/s)'], open: openPeaks },
  { format: 'msprof host_network_usage', columns: ['peak used speed(kb/s)'], open: openPeaks },
];

/** Holds what ran against what was read; each difference is one sentence. */
import { basename } from 'node:path';
import type { Finding } from '../../src/analyzer/finding.ts';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import type { RecordedCall, RunRecord } from './record.ts';
import { compareThreads } from './threads.ts';
import type { Reading } from './read.ts';
import { wordsOf } from './words.ts';

/** Empty: reading and run agree. */
export function differences({ pipelines, findings }: Reading, record: RunRecord): string[] {
  const words = wordsOf(record);
  const [pipeline] = pipelines;
  if (!pipeline) return words.length > 0 ? ['no program is read'] : [];
  if (pipelines.length > 1) return [`${pipelines.length} programs are read, one ran`];
  return [
    ...endOf(record),
    ...compareThreads(pipeline, words),
    ...devicesOf(
      pipeline,
      words.flatMap(({ calls }) => calls),
    ),
    ...faultsOf(record.calls, findings),
  ];
}

/** A program of ours that crashes is wrong itself. */
function endOf({ why }: RunRecord): string[] {
  return why === 'crashed' || why === 'aborted' ? [`the run ${why}`] : [];
}

function devicesOf({ devices = 1 }: Pipeline, calls: readonly RecordedCall[]): string[] {
  const ran = new Set(calls.flatMap(({ device }) => (device === undefined ? [] : [device]))).size;
  if (typeof devices !== 'number' || ran === 0 || ran === devices) return [];
  return [`${devices} devices are read, ${ran} ran`];
}

/** What the runtime forbids, and the rule that must find it where it ran. */
const FAULTS: { rule: string; says: string; ran: (call: RecordedCall) => boolean; everyPlace: boolean }[] = [
  {
    rule: 'missing-set-current-context',
    says: 'ran in a thread without a context',
    ran: ({ faults, direction }) => faults.includes('no-context') && direction !== 'h2h',
    everyPlace: false,
  },
  {
    rule: 'memcpy-alignment-64',
    says: 'ran at an address that is no multiple of 64',
    ran: ({ call, direction, toOffset = 0, fromOffset = 0 }) =>
      (direction === 'd2d' || call.endsWith('Async')) &&
      direction !== undefined &&
      (toOffset % 64 !== 0 || fromOffset % 64 !== 0),
    everyPlace: true,
  },
];

function faultsOf(calls: readonly RecordedCall[], findings: readonly Finding[]): string[] {
  return FAULTS.flatMap(({ rule, says, ran, everyPlace }) => {
    const places = new Set(calls.filter(ran).map(({ call, place = '?' }) => `${place} ${call}`));
    const found = findings.filter((finding) => finding.rule === rule);
    const at = (place: string): boolean =>
      found.some(({ range }) => place.startsWith(`${basename(range.file)}:${range.line} `) || !everyPlace);
    const missed = [...places]
      .filter((place) => !at(place))
      .map((place) => `${place} ${says}, and ${rule} is silent`);
    const wrong =
      places.size > 0
        ? []
        : found.map(({ range }) => `${rule} at ${basename(range.file)}:${range.line}, and none ran so`);
    return [...(everyPlace ? missed : missed.slice(0, 1)), ...wrong];
  });
}

/** Holds what ran against what was read; each difference is one sentence. */
import { basename } from 'node:path';
import type { Finding } from '../../src/analyzer/finding.ts';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import { memoryDifferences } from './memory.ts';
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
    ...compareThreads(pipeline, words),
    ...devicesOf(
      pipeline,
      words.flatMap(({ calls }) => calls),
    ),
    ...memoryDifferences(pipeline, record.calls),
    ...faultsOf(record.calls, findings),
  ];
}

function devicesOf({ devices = 1 }: Pipeline, calls: readonly RecordedCall[]): string[] {
  const ran = new Set(calls.flatMap(({ device }) => (device === undefined ? [] : [device]))).size;
  if (typeof devices !== 'number' || ran === 0 || ran === devices) return [];
  return [`${devices} devices are read, ${ran} ran`];
}

/** What the runtime forbids, and the rule that must find it where it ran. */
interface Fault {
  rule: string;
  says: string;
  ran: (call: RecordedCall) => boolean;
  /** The rule speaks at each such call; else once somewhere. */
  everyPlace: boolean;
}

const FAULTS: Fault[] = [
  {
    rule: 'missing-set-current-context',
    says: 'ran in a thread without a context',
    ran: ({ faults }) => faults.includes('no-context'),
    everyPlace: false,
  },
  {
    rule: 'memcpy-alignment-64',
    says: 'ran at an address that is no multiple of 64',
    ran: isUnaligned,
    everyPlace: true,
  },
];

/** The documentation asks for aligned addresses of asynchronous copies and of those within the device. */
function isUnaligned({ call, direction, toOffset = 0, fromOffset = 0 }: RecordedCall): boolean {
  const asked = direction === 'd2d' || (direction !== undefined && call.endsWith('Async'));
  return asked && (toOffset % 64 !== 0 || fromOffset % 64 !== 0);
}

/** A program that sets no device at all is a piece of one: nothing can be said of its contexts. */
function faultsOf(calls: readonly RecordedCall[], findings: readonly Finding[]): string[] {
  const setsDevice = calls.some(({ call }) => call === 'aclrtSetDevice' || call === 'aclrtCreateContext');
  return FAULTS.filter(({ rule }) => setsDevice || rule !== 'missing-set-current-context').flatMap((fault) =>
    faultDifferences(
      fault,
      calls,
      findings.filter(({ rule }) => rule === fault.rule),
    ),
  );
}

function faultDifferences(
  { rule, says, ran, everyPlace }: Fault,
  calls: readonly RecordedCall[],
  found: readonly Finding[],
): string[] {
  const places = new Set(calls.filter(ran).map(({ call, place = '?' }) => `${place} ${call}`));
  const lines = found.map(({ range }) => `${basename(range.file)}:${range.line}`);
  const hit = (place: string): boolean =>
    everyPlace ? lines.some((line) => place.startsWith(`${line} `)) : lines.length > 0;
  const missed = [...places].filter((place) => !hit(place));
  const silent = missed.map((place) => `${place} ${says}, and ${rule} is silent`);
  const wrong = places.size > 0 ? [] : lines.map((line) => `${rule} is found at ${line}, and none ran so`);
  return [...(everyPlace ? silent : silent.slice(0, 1)), ...wrong];
}

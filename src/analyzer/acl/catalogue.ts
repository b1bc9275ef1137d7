/** The catalogue of functions that matter to a pipeline: AscendCL, its DVPP and media interfaces, and host work beside them. */
import type { Engine, MemoryPool } from '../../pipeline/pipeline.ts';
import data from './catalogue.json' with { type: 'json' };

/** What a call does, as far as rules and extraction need to know. */
export type CallRole =
  | 'init'
  | 'submit'
  | 'copy'
  | 'memset'
  | 'execute'
  | 'synchronize'
  | 'query'
  | 'record'
  | 'streamWait'
  | 'resetEvent'
  | 'create'
  | 'destroy'
  | 'allocate'
  | 'free'
  | 'load'
  | 'unload'
  | 'set'
  | 'get'
  | 'bindContext'
  | 'report'
  | 'launchCallback'
  | 'hostWork'
  | 'hostRead'
  | 'hostWrite'
  | 'sleep'
  | 'log'
  /** Of a function that nothing at hand defines, with a stream or an event: it may wait, or give work. */
  | 'unseen'
  | 'other';

/** The stage that a call stands for in a reading of the pipeline. `COPY` is told apart by the kind of the copy. */
export type Stage =
  | 'H2D'
  | 'D2H'
  | 'D2D'
  | 'COPY'
  | 'JPEGD'
  | 'JPEGE'
  | 'PNGD'
  | 'VPC'
  | 'VDEC'
  | 'VENC'
  | 'MODEL_SYNC'
  | 'MODEL_ASYNC'
  | 'OP'
  | 'SYNC'
  | 'HOST_PRE'
  | 'HOST_POST';

/** A limit or remark, in English, with what it holds for. */
export interface CatalogueNote {
  text: string;
  /** Ids of the devices that it holds for; left out: all. */
  devices?: string[];
  /** Versions of CANN that it holds for; left out: all. */
  cann?: { from?: string; before?: string };
}

/** One function. Numbers are indices of arguments, from 0, unless said otherwise. */
export interface CatalogueRow {
  name: string;
  /** The group of functions, e.g. `memcpy`, `dvpp-vpc`, `hi_mpi-vpc`, `host-opencv`, `host-file`. */
  category: string;
  role: CallRole;
  /** `sync`: returns when the work is done; `async`: submits and returns. */
  mode: 'sync' | 'async';
  engine: Engine | 'host' | 'none';
  /** The host waits in this call until device work is done. */
  blocksHost: boolean;
  stage?: Stage;
  /** The id of the device that the calling thread, or a context, is to use. */
  device?: number;
  /** It returns a status: 0 where all went well. */
  status?: boolean;
  /** How many parameters it has, where that is fixed. */
  parameters?: number;
  stream?: number;
  event?: number;
  model?: number;
  /** The kernel that is launched: the function, or a handle of it. */
  kernel?: number;
  context?: number;
  channel?: number;
  callback?: number;
  userData?: number;
  /** The number of bytes copied, set, allocated or decoded. */
  bytes?: number;
  /** Row width in bytes and number of rows of a two-dimensional copy. */
  width?: number;
  height?: number;
  /** The direction of a copy; for callbacks whether the stream waits. */
  kind?: number;
  destination?: number;
  source?: number;
  /** The picture, stream description or data set that is read, and the one that is written. */
  inputDescription?: number;
  outputDescription?: number;
  region?: number;
  /** Batched VPC: the array of regions per picture, and the number of pictures. */
  counts?: number;
  pictures?: number;
  /** The open file that is written to: a stream of C's or a descriptor. */
  file?: number;
  /** The file that a model or picture is read from. */
  path?: number;
  /** The kind of object that it creates or destroys (see `ObjectKind`). */
  creates?: string;
  destroys?: string;
  /** The function whose result it gives back. */
  releases?: string;
  /** The argument that gives out the created object or the asked value (`&stream`); left out where it is the result. */
  out?: number;
  /** Of a call that asks whether work is done: what it gives out when it is. */
  done?: number;
  /** The object that a destroying, setting or getting call is about. */
  subject?: number;
  /** The name of the field that a setter or getter is about, and the argument with its value. */
  field?: string;
  value?: number;
  /** Where it gives out a picture's size that it reads from a header: pointers to its sides, or what has them as fields. */
  pictureWidth?: number;
  pictureHeight?: number;
  picture?: number;
  /** The memory of a new data buffer. */
  data?: number;
  /** Creates or destroys what the description names, and not the description itself. */
  opens?: boolean;
  pool?: MemoryPool;
  /** A method: `name` is class and method, and the call's own name is its last part. */
  method?: boolean;
  /** Of what a workspace says of its own calls: the time of one, in ms. */
  milliseconds?: number;
  /** How long a wait lasts at most: when that is over it fails, as nothing is there yet. */
  timeout?: number;
  /** A sleep's duration and its unit: `us`, `ms`, `s`, `ns`, `chrono`. */
  time?: number;
  unit?: string;
  header?: string;
  /** When the host waits, in words, where it depends. */
  hostBlocking?: string;
  /** Limits and remarks. */
  notes?: CatalogueNote[];
  /** The documentation or header that says so. */
  reference?: string;
}

type RowData = Partial<CatalogueRow> & { name: string; category: string };

const defaults = { role: 'other', mode: 'sync', engine: 'none', blocksHost: false } as const;

const rows = new Map<string, CatalogueRow>();
for (const row of data.rows as RowData[]) rows.set(row.name, { ...defaults, ...row });

const families = data.families.map(({ pattern, row }) => ({
  pattern: new RegExp(pattern),
  row: row as Partial<CatalogueRow> & { category: string },
}));

const methods = new Map<string, CatalogueRow[]>();
for (const row of rows.values()) {
  if (!row.method) continue;
  const name = row.name.slice(row.name.lastIndexOf('::') + 2);
  methods.set(name, [...(methods.get(name) ?? []), row]);
}

const openCvNames = new Map<string, string>();
for (const name of rows.keys()) {
  if (name.startsWith('cv::') && !rows.get(name)?.method) openCvNames.set(name.slice(4), name);
}

/** The row of a free function by its name as called (`aclrtMemcpy`, `cv::resize`, `::read`); families stand in for unlisted ones. */
export function catalogueRow(name: string): CatalogueRow | undefined {
  const plain = name.startsWith('::') ? name.slice(2) : name;
  return rows.get(plain) ?? libraryRow(plain) ?? familyRow(plain);
}

/** A function of C's library by its name in C++: `std::fread`. */
function libraryRow(name: string): CatalogueRow | undefined {
  const row = name.startsWith('std::') ? rows.get(name.slice(5)) : undefined;
  return row && !isRuntime(row) ? row : undefined;
}

/** A function of the device's runtime, and not the host's own work or a wrapper. */
export function isRuntime(row: CatalogueRow): boolean {
  return isForDevice(row) && row.category !== 'wrapper';
}

/** A function of the device's runtime, or of a library around it. */
export const isForDevice = ({ category }: CatalogueRow): boolean => !category.startsWith('host-');

/** The classes of samples' wrappers, and their free functions. */
export function wrapperNames(): string[] {
  const wrappers = [...rows.values()].filter(({ category }) => category === 'wrapper');
  return [...new Set(wrappers.map(({ name }) => name.split('::')[0] ?? name))];
}

/** The row of a function of the device's runtime, by its name as called. */
export function runtimeRow(name: string): CatalogueRow | undefined {
  const row = catalogueRow(name);
  return row && isRuntime(row) ? row : undefined;
}

const working: ReadonlySet<CallRole> = new Set(['submit', 'copy', 'execute', 'memset']);

/** Gives the device work. */
export const givesWork = ({ role, engine }: CatalogueRow): boolean => working.has(role) && engine !== 'host';

/** Does the device's work, or waits for it however long it takes: it fails only where that does. */
export const failsByWork = (row: CatalogueRow): boolean =>
  givesWork(row) || (row.role === 'synchronize' && row.timeout === undefined);

/** Kinds of things that a program has from its start to its end. */
export const LASTING: ReadonlySet<string | undefined> = new Set([
  'stream',
  'context',
  'channel',
  'model',
  'event',
]);

/** OpenCV's function of that unqualified name, for files that say `using namespace cv`. */
export function openCvRow(name: string): CatalogueRow | undefined {
  const full = openCvNames.get(name);
  return full === undefined ? undefined : rows.get(full);
}

/** Rows of methods with that name, whatever the class; the caller knows the receiver. */
export function methodRows(name: string): readonly CatalogueRow[] {
  return methods.get(name) ?? [];
}

/** All rows, for tables and tests. */
export function allRows(): IterableIterator<CatalogueRow> {
  return rows.values();
}

function familyRow(name: string): CatalogueRow | undefined {
  if (!/^(acl|hi_mpi_)|>$/.test(name)) return undefined;
  const family = families.find(({ pattern }) => pattern.test(name));
  return family && { ...defaults, ...family.row, name };
}

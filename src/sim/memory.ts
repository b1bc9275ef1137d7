/** Device memory that a Pipeline holds: the system's own, models, buffers in pages, and the DVPP range of a process. */
import type {
  ResolvedBuffer,
  ResolvedModel,
  ResolvedPipeline,
  ResolvedThread,
} from '../pipeline/resolved.ts';
import { walk } from '../pipeline/walk.ts';
import { modelKey } from '../profile/model-name.ts';
import type { DeviceProfile, ModelProfile } from '../profile/profile.ts';
import type { Note } from './note.ts';
import type { MemoryPrediction } from './prediction.ts';

const MIB = 2 ** 20;
const DVPP_ENGINES = new Set(['jpegd', 'jpege', 'pngd', 'vpc', 'vdec', 'venc']);

interface Use {
  models: number;
  dvpp: number;
  device: number;
  failure: Note | undefined;
}

/** Peak use of the memory of the fullest device. */
export function predictMemory(pipeline: ResolvedPipeline, profile: DeviceProfile): MemoryPrediction {
  // Where no thread names its device they take them in turn, and the first has most.
  const named = pipeline.threads.some(({ device }) => device !== undefined) ? pipeline.devices : 1;
  const all = Array.from({ length: named }, (_, device) => onDevice(device, pipeline, profile));
  const taken = ({ peakBytes, parts }: MemoryPrediction): number => peakBytes - (parts['floor'] ?? 0);
  return all.reduce((a, b) => (taken(b) > taken(a) ? b : a));
}

/**
 * Peak use of one device's memory. Buffers are taken in the order of their declarations, thread after thread, so that
 * the one that does not fit can be named.
 */
function onDevice(device: number, pipeline: ResolvedPipeline, profile: DeviceProfile): MemoryPrediction {
  const limitBytes = profile.memory.bytes.value;
  const base = profile.memory.baseBytes?.value ?? profile.memory.idleBytes.value;
  const use: Use = { models: 0, dvpp: 0, device: 0, failure: undefined };
  for (let process = 0; process < pipeline.processes; process++)
    new ProcessMemory(pipeline, profile, use, base, device).fill();
  const wanted = base + use.models + use.dvpp + use.device;
  const peakBytes = Math.max(profile.memory.idleBytes.value, wanted);
  return {
    peakBytes,
    limitBytes,
    fits: use.failure === undefined,
    parts: { floor: peakBytes - use.models - use.dvpp - use.device, ...partsOf(use) },
    ...(use.failure === undefined ? {} : { failure: use.failure }),
  };
}

function partsOf({ models, dvpp, device }: Use): Record<string, number> {
  return { models, dvpp, device };
}

class ProcessMemory {
  /** Bytes of this process in the DVPP range. */
  private range = 0;

  constructor(
    private readonly pipeline: ResolvedPipeline,
    private readonly profile: DeviceProfile,
    private readonly use: Use,
    private readonly base: number,
    private readonly device: number,
  ) {}

  fill(): void {
    this.programBuffers();
    for (const model of this.pipeline.models) {
      this.use.models += this.bytesOfModel(model) * (model.scope === 'program' ? 1 : this.loadsOf(model));
    }
    for (const thread of this.pipeline.threads) {
      for (let i = 0; i < this.onOneDevice(thread); i++) this.threadBuffers(thread, i);
    }
  }

  private programBuffers(): void {
    for (const buffer of this.pipeline.buffers) if (buffer.scope === 'program') this.hold(buffer, {});
  }

  private threadBuffers(thread: ResolvedThread, index: number): void {
    if (!this.holdsBuffers(thread)) return;
    if (usesDvpp(thread)) this.range += this.profile.memory.channelBytes?.value ?? 0;
    for (const buffer of this.pipeline.buffers) {
      if (buffer.scope === 'thread') this.hold(buffer, { thread: index });
    }
  }

  /** Threads that submit work hold the buffers of scope `thread`; where none does, the first thread. */
  private holdsBuffers(thread: ResolvedThread): boolean {
    const submitting = this.pipeline.threads.filter(submits);
    return submitting.length > 0 ? submitting.includes(thread) : thread === this.pipeline.threads[0];
  }

  private hold(buffer: ResolvedBuffer, owner: Note['data']): void {
    if (buffer.pool !== 'device' && buffer.pool !== 'dvpp') return;
    const bytes = this.rounded(buffer.bytes);
    const fitting = this.fitting(buffer.pool, bytes, buffer.count);
    this.use[buffer.pool] += bytes * buffer.count;
    if (buffer.pool === 'dvpp') this.range += bytes * buffer.count;
    if (fitting >= buffer.count || this.use.failure !== undefined) return;
    const what = { index: fitting, count: buffer.count, buffer: buffer.id, bytes: buffer.bytes, ...owner };
    const limit = this.profile.memory.dvppBytes?.value;
    const over = buffer.pool === 'dvpp' && limit !== undefined && this.range > limit;
    this.use.failure = over
      ? { id: 'dvpp-range-full', data: { ...what, limitMiB: limit / MIB } }
      : {
          id: 'device-full',
          data: { ...what, limitMiB: Math.round(this.profile.memory.bytes.value / MIB) },
        };
  }

  /** How many more buffers of `bytes` there is room for. */
  private fitting(pool: 'device' | 'dvpp', bytes: number, count: number): number {
    if (bytes === 0) return count;
    const { models, dvpp, device } = this.use;
    const left = this.profile.memory.bytes.value - this.base - models - dvpp - device;
    const inRange =
      pool === 'dvpp' ? (this.profile.memory.dvppBytes?.value ?? Infinity) - this.range : Infinity;
    return Math.max(0, Math.floor(Math.min(left, inRange) / bytes));
  }

  /** Whole pages for what is larger than one, else whole pieces. */
  private rounded(bytes: number): number {
    const page = this.profile.memory.pageBytes.value;
    const piece = this.profile.memory.pieceBytes?.value ?? page;
    const unit = bytes >= page ? page : piece;
    return Math.ceil(bytes / unit) * unit;
  }

  private bytesOfModel(model: ResolvedModel): number {
    const name = model.catalogueName ?? model.path;
    const known = name === undefined ? undefined : this.profile.models.find((m) => m.name === modelKey(name));
    const weights = model.weightBytes ?? known?.weightBytes?.value ?? 0;
    const work = model.workBytes ?? (known ? workBytes(known, model.batch) : 0);
    return this.rounded(weights) + this.rounded(work);
  }

  private loadsOf(model: ResolvedModel): number {
    return this.pipeline.threads
      .filter((thread) => usesModel(thread, model.id))
      .reduce((sum, thread) => sum + this.onOneDevice(thread), 0);
  }

  /** Replicas on this device. */
  private onOneDevice({ replicas, device }: ResolvedThread): number {
    if (device !== undefined) return device === this.device ? replicas : 0;
    return Math.max(0, Math.ceil((replicas - this.device) / this.pipeline.devices));
  }
}

/** Work memory of a batch: linear between the known ones, in proportion beyond them. */
function workBytes(model: ModelProfile, batch: number): number {
  const points = model.workBytes ?? [];
  const above = points.findIndex((point) => point.batch >= batch);
  const high = points[above] ?? points.at(-1);
  const low = points[above - 1];
  if (!high) return 0;
  if (!low || high.batch <= batch) return (high.bytes.value * batch) / high.batch;
  const share = (batch - low.batch) / (high.batch - low.batch);
  return low.bytes.value + share * (high.bytes.value - low.bytes.value);
}

function submits(thread: ResolvedThread): boolean {
  for (const step of walk(thread.program)) if (step.kind === 'submit') return true;
  return false;
}

function usesDvpp(thread: ResolvedThread): boolean {
  for (const step of walk(thread.program))
    if (step.kind === 'submit' && DVPP_ENGINES.has(step.engine)) return true;
  return false;
}

function usesModel(thread: ResolvedThread, id: string): boolean {
  for (const step of walk(thread.program)) if (step.kind === 'submit' && step.work.model === id) return true;
  return false;
}

import type { Device } from '../device/device.ts';
import { Stream } from '../device/stream.ts';
import type { Model } from '../model.ts';
import { Receiver } from './receiver.ts';
import { type RuntimeCosts, Sender } from './sender.ts';
import { CallerSubmits } from './submitter.ts';

/** What one process has on one device: RT_SEND and RT_RECV, and its streams. */
export class Context {
  /** Undefined where the calling threads submit by themselves. */
  readonly sender: Sender | undefined;
  readonly receiver: Receiver;
  readonly streams: Stream[] = [];
  private readonly places: number;

  constructor(
    private readonly model: Model,
    readonly device: Device,
  ) {
    const { wakeMs, wakeCpuMs, submissionQueue, sendShare } = model.profile.host;
    this.places = Math.max(1, submissionQueue.value);
    const costs: RuntimeCosts = { wakeMs: wakeMs.value, wakeCpuMs: wakeCpuMs.value, places: this.places };
    this.sender = sendShare.value === 0 ? undefined : new Sender(model.cpu, costs);
    this.receiver = new Receiver(model.cpu, costs);
  }

  newStream(id: string): Stream {
    const stream = new Stream(
      id,
      this.model.engine,
      this.sender ?? new CallerSubmits(this.places),
      this.receiver,
      this.device.scheduler,
      this.model.pool,
    );
    this.streams.push(stream);
    return stream;
  }

  reset(): void {
    this.sender?.reset();
    this.receiver.reset();
  }
}

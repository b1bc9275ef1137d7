/** What the simulator has to say beside its figures. It has no words: `src/service/note-text.ts` says a note in a language. */
import type { Statement } from '../pipeline/words.ts';

export type NoteId =
  /** Nothing finishes a frame. */
  | 'no-frames'
  /** The run ended before its range was as narrow as asked for. */
  | 'not-converged'
  /** A buffer does not fit: `index` of `count` of `buffer`, `bytes` each, of `thread` where each has its own; `limitMiB`. */
  | 'dvpp-range-full'
  | 'device-full'
  /** Of `offered` frames/s that arrive `done` are done: ever more wait. */
  | 'cannot-keep-up'
  /** Of `count` devices hardly two ever have work at once: each is without for `idle` percent of the time. */
  | 'devices-in-turn'
  /** `stream` waits all the time for the event or callback (`what`) `id`: what it holds up takes no part in the rate. */
  | 'stuck-stream'
  /** The sleep `what` at `file`, `line` comes out below 0 ms. */
  | 'negative-sleep'
  /** The pictures of `call` have no known size, and take no time by it. */
  | 'picture-size'
  /** A send is held up while `depth` pictures wait in the channel of `call`: how many it takes is not published. */
  | 'channel-depth'
  /** In CANN `version` what `call` does with memory that is not page-locked is undefined. */
  | 'pageable-undefined'
  /** Whether `call` waits for its copy of such memory depends on the CANN version, which is not known (or `version`). */
  | 'pageable-unknown'
  /** The time of `model` at `batch` lies between those at `low` and `high`. */
  | 'between-batches'
  /** The time of `model` at `batch` is in proportion to that at `high`. */
  | 'in-proportion'
  /** No time of `model` is known: that of `other` stands in. */
  | 'stand-in'
  /** No time of an operator is known: that of `other` stands in. */
  | 'stand-in-operator'
  /** The time of `model` at `batch` is of the catalogue: `basis`, from batches `from`, `confidence`, `sources`; `exact` is 0 for a near name; `otherDevice` where its figures were used. */
  | 'catalogue-time';

export interface Note extends Statement<NoteId> {
  readonly data: Readonly<Record<string, string | number>>;
}

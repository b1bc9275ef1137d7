/** What is not known of a program or its device, and what it does to the rate. */

/** What is not known. */
export type DoubtSubject =
  /** A parameter of the Pipeline whose value stands in for what nobody told; of a mode, its choices. */
  | { kind: 'parameter'; name: string; choices?: string[] }
  /** The figures of a resource in the device profile; `model` is the one of which the time is least known. */
  | { kind: 'resource'; name: string; model?: string };

/** The rate at another value of what is not known. `at` is that of the parameter, or a factor of the resource's time. */
export interface DoubtEnd {
  at: number;
  qps: number;
}

export type Doubt = DoubtSubject & {
  /** Value of the parameter that the rate was predicted with; 1 for a resource. */
  value: number;
  /** The lowest and the highest rate. */
  low: DoubtEnd;
  high: DoubtEnd;
  /** Of a mode: the rate of each choice that gives one, by the place of the choice. */
  modes?: DoubtEnd[];
  /** Part of the range that this doubt alone would make, 0…1. */
  share: number;
};

/** From this part of the range on a doubt is what decides it. */
const DECIDING = 0.5;
/** A range within this factor from end to end is narrow enough to need no other word. */
const NARROW = 1.5;

/** The doubt that decides the range; undefined where none does, or the range is narrow. */
export function decidingDoubt(doubts: readonly Doubt[] = []): Doubt | undefined {
  const [first] = doubts;
  if (!first || first.share <= DECIDING) return undefined;
  return first.high.qps > NARROW * first.low.qps ? first : undefined;
}

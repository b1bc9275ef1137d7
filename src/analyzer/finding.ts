/** What a rule reports. Everything a diagnostic, a SARIF result and the advice list are made from. */
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { Problem } from '../pipeline/problems.ts';
import type { SourceRange } from '../pipeline/source.ts';
import type { Refusal } from './rules/fix/refusals.ts';

export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** Fills a message. A problem becomes a part of the sentence. */
export type MessageData = Record<string, string | number | Problem>;

export interface Finding {
  rule: string;
  messageId: string;
  /** Fills `{name}` in the rule's message. */
  data: MessageData;
  severity: Severity;
  /** The settings give the severity: no gain changes it. */
  severityIsSet?: true;
  /** The name of the called function, or the expression at fault. */
  range: SourceRange;
  related: RelatedLocation[];
  fixes: Fix[];
  /** Why there is no fix, of a rule that has some. */
  notFixed?: Refusal;
  /** What it is in, where nothing at hand calls that. */
  entry?: Entry;
  /** The modes in which it holds, each by its choice; left out where it holds by default. */
  modes?: ModeChoice[];
  /** The Pipeline as it would be after the fix; left out where the rule is not about throughput. */
  counterfactual?: (pipeline: Pipeline) => Pipeline | undefined;
}

/** One choice of a mode: `value` is that of its parameter. */
export interface ModeChoice {
  mode: string;
  value: number;
  choice: string;
}

/** A function, or a class with its methods, that nothing at hand calls. */
export interface Entry {
  name: string;
  /** It is judged as if called once a frame; otherwise as if called, for it has a loop over the frames itself. */
  repeats: boolean;
}

/** A step of the evidence: the loop, the calls between, the allocation. */
export interface RelatedLocation {
  range: SourceRange;
  messageId: string;
  data: Record<string, string | number>;
}

/** A mechanical edit. `preferred` where it may be applied without thought. */
export interface Fix<Title extends string = string> {
  titleId: Title;
  data: Record<string, string | number>;
  edits: TextEdit[];
  preferred: boolean;
}

export interface TextEdit {
  range: SourceRange;
  newText: string;
}

/** Computed by simulating `counterfactual`; null where there is none. */
export interface Gain {
  qpsBefore: number;
  qpsAfter: number;
  /** Half width of the 95 % range of the difference, frames/s. */
  plusMinus: number;
  /** The part of it by which the simulation alone may be off, frames/s: a smaller difference is none. */
  noise: number;
  /** Median latency before and after, ms, and peak memory of the device, bytes: what the gain costs. */
  latencyMs?: [number, number];
  memoryBytes?: [number, number];
  /** What binds after the fix, for "no gain now: …". */
  boundBy: string;
  boundUtilization: number;
}

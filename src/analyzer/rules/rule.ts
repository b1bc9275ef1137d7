/** What a rule is: one file, one anti-pattern. `index.ts` runs them. */
import type { Pipeline } from '../../pipeline/pipeline.ts';
import type { SourceRange } from '../../pipeline/source.ts';
import type { RelatedLocation, Severity } from '../finding.ts';
import type { TraceNode } from '../trace/nodes.ts';
import type { Offer } from './fix/refusals.ts';
import type { RuleContext } from './support/context.ts';

/** One text in the languages that we speak; `{name}` is filled from a finding's data. */
export interface Message {
  en: string;
  zh: string;
}

export type Category =
  'synchronization' | 'streams' | 'memory' | 'dvpp' | 'model' | 'measurement' | 'correctness';

export interface RuleMeta {
  severity: Severity;
  category: Category;
  /** Page of the rule in the repository, e.g. `docs/rules/alloc-in-loop.md`. */
  docs: string;
  /** Versions that it applies to; left out: all. `from` is included, `below` is not. */
  cannVersions?: { from?: string; below?: string };
  /** Ids of the device profiles that it applies to; left out: all. */
  devices?: readonly string[];
  /** Its findings carry a counterfactual, so that a simulation can say what the fix would gain. */
  priced: boolean;
  /** Some of its findings carry a mechanical edit. */
  fixable: boolean;
}

/** What a rule says of one place. */
export interface Descriptor {
  messageId: string;
  /** The name of the called function, or the expression at fault. */
  at: SourceRange;
  data?: Record<string, string | number>;
  /** Where it stands in the trace: gives the frame loop and the calls between as evidence. */
  node?: TraceNode;
  /** Evidence beyond the loop and the calls. */
  related?: RelatedLocation[];
  /** Of every finding of a rule that has fixes. Computed only for the first report of a place. */
  offer?: () => Offer;
  counterfactual?: (pipeline: Pipeline) => Pipeline | undefined;
  /** The step that the counterfactual changes, where it is not the one at `at`. */
  step?: SourceRange;
  /** Where it differs from the rule's own, by version or device. */
  severity?: Severity;
}

export type Report = (descriptor: Descriptor) => void;

/** A rule that cannot judge this program says why, by the id of one of the skip messages. */
export type SkipReason = 'off' | 'device' | 'cannVersion' | 'noCalls' | 'nothingReached' | 'failed';

export interface Rule {
  id: string;
  meta: RuleMeta;
  /** What it is about, in one line without a full stop. */
  title: Message;
  messages: Record<string, Message>;
  /** Reports each place at fault; returns a reason where it does not apply to this program. */
  check(context: RuleContext, report: Report): SkipReason | undefined;
}

/** What became of a rule on a program: n findings, none, or not run. */
export interface RuleSummary {
  rule: string;
  found: number;
  skipped?: SkipReason;
}

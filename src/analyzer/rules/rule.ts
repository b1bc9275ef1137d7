/** What a rule is: one file, one anti-pattern. `index.ts` runs them. */
import type { Pipeline } from '../../pipeline/pipeline.ts';
import type { SourceRange } from '../../pipeline/source.ts';
import type { Severity } from '../finding.ts';
import type { TraceNode } from '../trace/nodes.ts';
import type { Offer } from './fix/refusals.ts';
import type { RuleContext } from './context.ts';
import type { Message, Messages, Said, SharedSlots, Slots, SlotsOf } from './words/messages.ts';

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
  /** Judges a program as a whole: of a library, whose callers may do the rest, it can say nothing. */
  wholeProgram: boolean;
  /** Its findings carry a counterfactual, so that a simulation can say what the fix would gain. */
  priced: boolean;
  /** Some of its findings carry a mechanical edit. */
  fixable: boolean;
}

/** What a rule says of one place: one of its messages, with all that this names. */
export type Descriptor<S extends Slots = Slots> = Said<S> & Place<S>;

interface Place<S extends Slots> {
  /** The name of the called function, or the expression at fault. */
  at: SourceRange;
  /** Where it stands in the trace: gives the frame loop and the calls between as evidence. */
  node?: TraceNode;
  /** Evidence beyond the loop and the calls. */
  related?: readonly Related<S>[];
  /** Of every finding of a rule that has fixes. Computed only for the first report of a place. */
  offer?: () => Offer<keyof (S & SharedSlots) & string>;
  counterfactual?: (pipeline: Pipeline) => Pipeline | undefined;
  /** The step that the counterfactual changes, where it is not the one at `at`. */
  step?: SourceRange;
  /** Where it differs from the rule's own, by version or device. */
  severity?: Severity;
}

/** A step of the evidence, in a message of the rule or a shared one. */
export type Related<S extends Slots = Slots> = Said<S & SharedSlots> & { range: SourceRange };

export type Report<S extends Slots = Slots> = (descriptor: Descriptor<S>) => void;

/** What a part of a rule is given to report with: `ReportOf<typeof neverDestroyed>`. */
export type ReportOf<R> = R extends Rule<infer S> ? Report<S> : never;

/** Why a rule was not run on a program, by the id of one of the skip messages. */
export type SkipReason = 'off' | 'device' | 'cannVersion' | 'library' | 'nothingReached' | 'failed';

export interface Rule<S extends Slots = Slots> {
  /** The name of its file, its test and its page. */
  id: string;
  meta: RuleMeta;
  /** What it is about, in one line without a full stop. */
  title: Message;
  /** What it may say of a place, of the evidence, and of its fixes. */
  messages: Readonly<Record<keyof S, Message>>;
  /** Reports each place at fault. Left out where it is no trace that is judged, but a simulation or comments. */
  check?(context: RuleContext, report: Report<S>): void;
}

/** All but what follows from the id, or does not hold. */
type GivenMeta = Pick<RuleMeta, 'severity' | 'category'> & Partial<Omit<RuleMeta, 'docs'>>;

type Definition<M extends Messages> = Omit<Rule<SlotsOf<M>>, 'meta' | 'messages'> & {
  meta: GivenMeta;
  messages: M;
};

/** The one way to write a rule: what it reports must be a message that it has, with the data that the message names. */
export function defineRule<const M extends Messages>(definition: Definition<M>): Rule<SlotsOf<M>> {
  const { id, meta } = definition;
  const defaults = { wholeProgram: false, priced: false, fixable: false };
  return { ...definition, meta: { ...defaults, ...meta, docs: `docs/rules/${id}.md` } };
}

/** What became of a rule on a program: n findings, none, or not run. */
export interface RuleSummary {
  rule: string;
  found: number;
  skipped?: SkipReason;
}

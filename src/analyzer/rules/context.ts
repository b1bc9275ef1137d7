/** What a rule may ask about the program that it checks. Indexes are built when first asked for. */
import type { AnalysisSettings } from '../analysis.ts';
import { DEFAULT_DEVICE } from '../../pipeline/devices.ts';
import type { Parameter, Pipeline } from '../../pipeline/pipeline.ts';
import type { CallNode, LoopNode, ProgramTrace, TraceNode } from '../trace/nodes.ts';
import type { CallRole } from '../acl/catalogue.ts';
import type { FileFacts } from '../syntax/facts.ts';
import { frameLoopsOf, visitNodes } from '../trace/nodes.ts';
import type { SourceRange } from '../../pipeline/source.ts';
import { walk } from '../../pipeline/walk.ts';
import { keyOf, unusualModes } from './query/modes.ts';
import type { ModeChoice } from '../finding.ts';
import { branchesTo, parentsOf, type Parents, type Side } from '../trace/branches.ts';
import { evaluateQuantity, isFixed } from './query/quantities.ts';
import { sourceTextOf, type SourceText } from './fix/text/source-text.ts';

export interface CheckInput {
  trace: ProgramTrace;
  pipeline: Pipeline;
  settings: AnalysisSettings;
  /** Text of a file of the workspace; undefined where it is not known. */
  textOf(file: string): string | undefined;
  /** What stands in a file, for fixes; undefined where it is not known. */
  factsOf(file: string): FileFacts | undefined;
}

export class RuleContext {
  readonly trace: ProgramTrace;
  readonly settings: AnalysisSettings;
  readonly pipeline: Pipeline;
  private readonly texts = new Map<string, SourceText>();
  private readonly byRole = new Map<CallRole, CallNode[]>();
  private stepPlaces?: Set<string>;
  private parents?: Parents;
  private unusual?: ReadonlyMap<string, ModeChoice[]>;
  private allParameters?: Parameter[];
  private allNodes?: TraceNode[];
  private allCalls?: CallNode[];

  constructor(private readonly input: CheckInput) {
    this.trace = input.trace;
    this.settings = input.settings;
    this.pipeline = input.pipeline;
  }

  get device(): string {
    return this.settings.device ?? DEFAULT_DEVICE;
  }

  /** Every node of every thread, in order of execution. */
  get nodes(): readonly TraceNode[] {
    return (this.allNodes ??= this.collect());
  }

  get calls(): readonly CallNode[] {
    return (this.allCalls ??= this.nodes.filter((node) => node.kind === 'call'));
  }

  private collect(): TraceNode[] {
    const nodes: TraceNode[] = [];
    for (const thread of this.trace.threads) visitNodes(thread.body, (node) => nodes.push(node));
    return nodes;
  }

  /** The modes in which the program comes to a place; none where it does by default. */
  modesAt(at: SourceRange): { modes?: ModeChoice[] } {
    this.unusual ??= unusualModes(this.nodes, this.trace.parameters);
    const modes = this.unusual.get(keyOf(at));
    return modes ? { modes } : {};
  }

  /** The branches around a node, outermost first; only those inside `loop` where one is given. */
  branchesTo(node: TraceNode, loop?: LoopNode): Side[] {
    if (!this.parents) {
      this.parents = new Map();
      for (const thread of this.trace.threads) parentsOf(thread.body, this.parents);
    }
    return branchesTo(node, this.parents, loop);
  }

  /** Calls of these roles. */
  withRole(...roles: CallRole[]): CallNode[] {
    return roles.flatMap((role) => this.ofRole(role));
  }

  private ofRole(role: CallRole): CallNode[] {
    let calls = this.byRole.get(role);
    if (!calls) {
      calls = this.calls.filter((call) => call.row.role === role);
      this.byRole.set(role, calls);
    }
    return calls;
  }

  /** Calls of these functions. */
  named(...names: string[]): CallNode[] {
    return this.calls.filter((call) => names.includes(call.name));
  }

  /** Does the Pipeline have a step that stands here? */
  hasStep(at: SourceRange): boolean {
    this.stepPlaces ??= new Set(this.stepsOf());
    return this.stepPlaces.has(keyOf(at));
  }

  private *stepsOf(): Generator<string> {
    for (const thread of this.pipeline.threads) {
      for (const step of walk(thread.program)) if (step.source) yield keyOf(step.source);
    }
  }

  text(file: string): SourceText {
    let text = this.texts.get(file);
    if (!text) {
      text = sourceTextOf(file, this.input.textOf(file) ?? '');
      this.texts.set(file, text);
    }
    return text;
  }

  /** What stands in a file: judgement is by the trace, so that this is for fixes alone. */
  facts(file: string): FileFacts | undefined {
    return this.input.factsOf(file);
  }

  /** Parameters of the trace, and those that only the Pipeline has. */
  private get parameters(): readonly Parameter[] {
    return (this.allParameters ??= [...this.pipeline.parameters, ...this.trace.parameters]);
  }

  /** The value of a quantity that the source fixes; undefined where a part of it is left to run time. */
  fixed(quantity: number | string | undefined): number | undefined {
    if (quantity === undefined || !isFixed(quantity, this.parameters)) return undefined;
    return this.number(quantity);
  }

  /** The value of a quantity with every parameter at its default; undefined where it cannot be told. */
  number(quantity: number | string | undefined): number | undefined {
    return evaluateQuantity(quantity, this.parameters);
  }
}

/** The innermost frame loop around a node. */
export function frameLoop(node: TraceNode): LoopNode | undefined {
  return frameLoopsOf(node).at(-1);
}

/** What the lowering of a trace to a Pipeline keeps at hand. */
import { emptyPipeline } from '../../pipeline/empty.ts';
import type { Parameter, Pipeline, Unknown } from '../../pipeline/pipeline.ts';
import { quantitiesOf } from '../../pipeline/quantities.ts';
import { namesIn, type Quantity, type Unit } from '../../pipeline/quantity.ts';
import type { Provenance } from '../../pipeline/source.ts';
import { shareWhere, type ModeTest } from '../trace/modes.ts';
import type { BranchNode, ProgramTrace } from '../trace/nodes.ts';
import type { TraceObject } from '../trace/values.ts';
import type { Annotations } from './annotations.ts';

/** Kinds of things that the source does not tell. */
export type UnknownCode =
  | 'copy-direction'
  | 'copy-size'
  | 'operator-cost'
  | 'loop-count'
  | 'recursion'
  | 'frame'
  | 'branch'
  | 'mode'
  | 'host-cost'
  | 'sleep-time'
  | 'model-identity'
  | 'batch'
  | 'buffer-size'
  | 'queue-capacity'
  | 'queue-source'
  | 'queue-links'
  | 'handshake'
  | 'unseen-call'
  | 'thread-count'
  | 'device-count'
  | 'picture-size'
  | 'stream-origin'
  | 'event-origin'
  | 'model-origin'
  | 'entry';

export class ExtractContext {
  readonly pipeline: Pipeline;
  /** Names of the shares of the branches around, outermost first. */
  choicesAround: readonly string[] = [];
  readonly ids = new Map<TraceObject, string>();
  private readonly taken = new Set<string>();
  private readonly parameters = new Map<string, Parameter>();

  constructor(
    readonly trace: ProgramTrace,
    readonly annotations: Annotations,
  ) {
    this.pipeline = emptyPipeline(trace.name, trace.source);
    for (const parameter of trace.parameters) this.parameters.set(parameter.name, parameter);
  }

  /** A name that no other declaration has: the source's own where it is free. */
  uniqueId(name: string): string {
    const plain =
      name
        .replace(/\[[^\]]*\]?/g, '')
        .replace(/^.*(->|\.)/, '')
        .replace(/[^\w]/g, '') || 'unnamed';
    let id = plain;
    for (let count = 2; this.taken.has(id); count++) id = `${plain}_${count}`;
    this.taken.add(id);
    return id;
  }

  /** An open parameter of the Pipeline; the same name gives the same one. `spread`: see `Parameter`. */
  open(
    name: string,
    value: number,
    unit: Unit,
    origin: Provenance,
    description: string,
    spread?: number,
  ): Quantity {
    const known = this.parameters.get(name);
    if (known) return known.name;
    const range: [number, number] = unit === 'share' ? [0, 1] : [0, Math.max(10, value * 100)];
    const off = spread === undefined ? {} : { spread };
    this.parameters.set(name, { name, value, unit, range, kind: 'open', origin, description, ...off });
    return name;
  }

  /** The open number that stands for a text of the source. */
  openedAs(text: string): string | undefined {
    const all = [...this.parameters.values()];
    return all.find(({ kind, origin, choices }) => kind === 'open' && !choices && origin.evidence === text)
      ?.name;
  }

  /** A constant of the source under a name of ours, e.g. the batch that a model's path says. */
  constant(name: string, value: number, origin: Provenance): Quantity {
    if (!this.parameters.has(name)) {
      const range: [number, number] = [1, Math.max(256, value * 4)];
      this.parameters.set(name, { name, value, unit: 'count', range, kind: 'constant', origin });
    }
    return name;
  }

  /** A constant of the source of that value whose name says what it is: both change together. */
  constantNamed(name: RegExp, value: number): Quantity | undefined {
    const all = [...this.parameters.values()];
    return all.find((one) => one.kind === 'constant' && one.value === value && name.test(one.name))?.name;
  }

  /** 1 in the modes in which all tests hold, else 0. */
  shareWhere(when: readonly ModeTest[]): Quantity {
    return shareWhere(when, (mode) => this.parameters.get(mode));
  }

  /** Tells of a mode where the program first asks for it. */
  openMode(mode: string, { condition, range }: Pick<BranchNode, 'condition' | 'range'>): void {
    if (this.pipeline.unknowns.some(({ parameter }) => parameter === mode)) return;
    const { choices = [], value = 0 } = this.parameters.get(mode) ?? {};
    const other = choices.find((_, at) => at !== value) ?? '';
    const settle = `--set ${mode}=${other}`;
    this.unknown({ code: 'mode', detail: condition, settle, range, parameter: mode });
  }

  unknown(unknown: Unknown & { code: UnknownCode }): void {
    const { unknowns } = this.pipeline;
    const same = unknowns.some(
      (one) =>
        one.code === unknown.code &&
        one.parameter === unknown.parameter &&
        one.range?.line === unknown.range?.line &&
        one.range?.file === unknown.range?.file,
    );
    if (!same) unknowns.push(unknown);
  }

  /** Value of a quantity with every parameter at its default, where it is one parameter or a number. */
  valueOf(quantity: Quantity): number | undefined {
    return typeof quantity === 'number' ? quantity : this.parameters.get(quantity)?.value;
  }

  /** Keeps the parameters that some quantity names. */
  keepUsedParameters(): void {
    const used = new Set(quantitiesOf(this.pipeline).flatMap(namesIn));
    for (const { parameter } of this.pipeline.unknowns) if (parameter !== undefined) used.add(parameter);
    this.pipeline.parameters = [...this.parameters.values()].filter((parameter) => used.has(parameter.name));
  }
}

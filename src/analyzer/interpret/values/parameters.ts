/** The named numbers of a program: constants of the source and what the source leaves open. */
import type { Parameter } from '../../../pipeline/pipeline.ts';
import type { Unit } from '../../../pipeline/quantity.ts';
import type { Provenance } from '../../../pipeline/source.ts';
import { nameOfText } from '../../program/name-of-text.ts';
import { literal, type NumberValue } from './value.ts';

export class Parameters {
  private readonly byName = new Map<string, Parameter>();
  private readonly keys = new Map<string, string>();
  private readonly decided = new Set<string>();

  /** A constant of the source under its own name. */
  constant(name: string, value: number, origin: Provenance): NumberValue {
    const where = `${origin.range?.file ?? ''}:${origin.range?.line ?? 0}`;
    const own = this.declare(name, where, () => ({
      name,
      value,
      unit: unitOf(name),
      range: [Math.min(value, 1), Math.max(4096, value * 16)],
      kind: 'constant',
      origin,
    }));
    return { ...literal(value), quantity: own, origin };
  }

  /** A number that the source leaves open. `key` tells different things of the same name apart. */
  open(name: string, key: string, value: number, origin: Provenance, description?: string): NumberValue {
    const own = this.declare(name, key, () => ({
      name,
      value,
      unit: unitOf(name),
      range: openRange(value),
      kind: 'open',
      origin,
      ...(description ? { description } : {}),
    }));
    const known = this.byName.get(own)?.value ?? value;
    return { kind: 'number', quantity: own, known, fixed: false, origin };
  }

  /** What is fixed for a run but open in the source: its name. `key` tells one from another. It starts as the choice at `value`. */
  mode(name: string, key: string, choices: readonly string[], value: number, origin: Provenance): string {
    return this.declareAs(name, key, () => ({
      name,
      value,
      unit: 'count',
      range: [0, choices.length - 1],
      kind: 'open',
      origin,
      choices: [...choices],
    }));
  }

  /** The place of a mode's choice among them, the last of them from now on where it is new. */
  choiceOf(mode: string, choice: string): number {
    const parameter = this.byName.get(mode);
    if (!parameter) return -1;
    const choices = (parameter.choices ??= []);
    if (!choices.includes(choice)) choices.push(choice);
    parameter.range = [0, choices.length - 1];
    return choices.indexOf(choice);
  }

  /** Makes a choice of a mode its default. */
  decide(mode: string, value: number): void {
    const parameter = this.byName.get(mode);
    if (parameter) parameter.value = value;
    this.decided.add(mode);
  }

  /** Whether a mode's default is known: the program starts with it, or a condition has decided on it. */
  isDecided(mode: string): boolean {
    return this.decided.has(mode);
  }

  /** A number that was thought constant and that run time may set after all; false where no such parameter is. */
  reopen(name: string, origin: Provenance): boolean {
    const parameter = this.byName.get(name);
    if (parameter?.kind === 'constant') {
      this.byName.set(name, { ...parameter, kind: 'open', origin, range: openRange(parameter.value) });
    }
    return parameter !== undefined;
  }

  /** Starts what is open with another value; nothing where it has no such name. */
  assume(name: string, value: number): void {
    const parameter = this.byName.get(name);
    if (parameter?.kind === 'open' && !parameter.choices) parameter.value = value;
  }

  get(name: string): Parameter | undefined {
    return this.byName.get(name);
  }

  /** All; a mode of which only the default is named may be anything else too. */
  all(): Parameter[] {
    return [...this.byName.values()].map((parameter) => {
      const { choices } = parameter;
      if (choices?.length !== 1) return parameter;
      return { ...parameter, choices: [...choices, `!${choices[0] ?? ''}`], range: [0, 1] };
    });
  }

  private declare(name: string, key: string, make: () => Parameter): string {
    return this.declareAs(name, `${nameOfText(name)} ${key}`, make);
  }

  private declareAs(name: string, full: string, make: () => Parameter): string {
    const known = this.keys.get(full);
    if (known) return known;
    const plain = nameOfText(name);
    let own = plain;
    for (let count = 2; this.byName.has(own); count++) own = `${plain}_${count}`;
    this.byName.set(own, { ...make(), name: own });
    this.keys.set(full, own);
    return own;
  }
}

function openRange(value: number): [number, number] {
  return value === 0 ? [0, 1e9] : [Math.min(1, value), Math.max(1e6, value * 1000)];
}

function unitOf(name: string): Unit {
  if (name === 'frame_width' || name === 'frame_height') return 'pixels';
  if (/bytes|(buf\w*|data|input|output|file|mem\w*)_?(size|len)/i.test(name)) return 'bytes';
  return /_ms$|millisec/i.test(name) ? 'ms' : 'count';
}

/** The names that a function's text can see. */
import type { Chunk, Expression } from '../../syntax/ast.ts';
import type { Binding, Bindings } from './template.ts';
import type { Argument } from '../interpreter.ts';
import type { Cell, Instance } from '../values/value.ts';

export class Frame {
  /** What the parameters of its own template stand for. */
  bindings?: Bindings | undefined;
  /** The arguments that parameters like `Args &&...args` take. */
  private packs: ReadonlyMap<string, readonly Argument[]> = new Map();
  private scopes: Map<string, Cell>[] = [new Map()];

  constructor(
    /** Qualified name of the function. */
    readonly name: string,
    readonly chunk: Chunk,
    readonly self: Instance | undefined,
    /** Frame that a lambda was made in. */
    readonly outer?: Frame,
    /** Arguments of a macro that is being expanded, evaluated in `outer` when used. */
    readonly macroArguments?: ReadonlyMap<string, { argument: Expression; frame: Frame }>,
    /** Arguments of that macro beyond its named parameters: `__VA_ARGS__`. */
    readonly rest?: { args: readonly Expression[]; frame: Frame },
  ) {}

  /** Namespace and class that unqualified names are looked up in. */
  get scope(): string {
    const at = this.name.lastIndexOf('::');
    return at < 0 ? '' : this.name.slice(0, at);
  }

  /** What a template parameter stands for here. */
  binding(name: string): Binding | undefined {
    return firstAround(this, (frame) => frame.bindings?.get(name) ?? frame.self?.bindings?.get(name));
  }

  find(name: string): Cell | undefined {
    return firstAround(this, (frame) => frame.own(name));
  }

  /** What the blocks of this text itself declare. */
  own(name: string): Cell | undefined {
    for (let level = this.scopes.length - 1; level >= 0; level--) {
      const cell = this.scopes[level]?.get(name);
      if (cell) return cell;
    }
    return undefined;
  }

  pack(name: string): readonly Argument[] | undefined {
    return firstAround(this, ({ packs }) => packs.get(name));
  }

  givePack(name: string, args: readonly Argument[]): void {
    this.packs = new Map([...this.packs, [name, args]]);
  }

  declare(cell: Cell): void {
    this.scopes.at(-1)?.set(cell.name, cell);
  }

  /** Declares under another name: a reference parameter shares the caller's cell. */
  share(name: string, cell: Cell): void {
    this.scopes.at(-1)?.set(name, cell);
  }

  /** The same names, still to be seen when the blocks that they stand in have ended: what a lambda takes along. */
  kept(): Frame {
    const { name, chunk, self, outer, macroArguments, rest } = this;
    const kept = new Frame(name, chunk, self, outer?.kept(), macroArguments, rest);
    kept.bindings = this.bindings;
    kept.packs = this.packs;
    kept.scopes = [...this.scopes, new Map()];
    return kept;
  }

  enter(): void {
    this.scopes.push(new Map());
  }

  leave(): void {
    this.scopes.pop();
  }
}

/** The object that the text at hand calls `this`: a method's, or that of the place that a lambda was made in. */
export function selfOf(frame: Frame): Instance | undefined {
  return firstAround(frame, ({ self }) => self);
}

/** What all template parameters that a text can see stand for. */
export function bindingsAround(frame: Frame): Binding[] {
  const found: Binding[] = [];
  for (let at: Frame | undefined = frame; at; at = at.outer)
    found.push(...(at.bindings?.values() ?? []), ...(at.self?.bindings?.values() ?? []));
  return found;
}

/** What the first frame has that has it, from `frame` outwards: a loop, as lambdas may stand in each other without end. */
function firstAround<T>(frame: Frame, pick: (frame: Frame) => T | undefined): T | undefined {
  for (let at: Frame | undefined = frame; at; at = at.outer) {
    const found = pick(at);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Evaluates Quantity expressions. A recursive-descent parser of its own, so that no input is ever run as code. */
import type { Problem, ProblemId } from './problems.ts';
import { PROBLEMS, problem } from './problems.ts';
import type { Quantity } from './quantity.ts';
import type { Values } from './words.ts';
import { UserError } from './words.ts';

/** Values of the parameters by name. */
export type Settings = Readonly<Record<string, number>>;

/** Longest expression and deepest nesting that are read: more is no arithmetic of a program but an attack or a slip. */
const MAX_LENGTH = 4096;
const MAX_DEPTH = 200;

const TOKEN = /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z_][\w.:]*)|([-+*/%(),]))/y;

const FUNCTIONS: Record<string, { arity: number; apply: (a: number, b: number) => number }> = {
  min: { arity: 2, apply: Math.min },
  max: { arity: 2, apply: Math.max },
  ceil: { arity: 1, apply: Math.ceil },
  floor: { arity: 1, apply: Math.floor },
};

/** An expression that cannot be evaluated; the message quotes it. */
export class QuantityError extends UserError<ProblemId> {
  constructor(
    what: Problem,
    readonly expression: string,
  ) {
    const shown = expression.length > 80 ? `${expression.slice(0, 77)}...` : expression;
    super(PROBLEMS, problem('in-expression', { what, expression: shown }));
    this.name = 'QuantityError';
  }
}

class ExpressionParser {
  private readonly tokens: string[];
  private at = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly lookup: (name: string) => number | undefined,
  ) {
    if (text.length > MAX_LENGTH) this.fail('too-long', { most: MAX_LENGTH });
    this.tokens = this.tokenize();
  }

  parse(): number {
    const value = this.sum();
    if (this.at < this.tokens.length) this.unexpected(this.tokens[this.at] ?? '');
    return value;
  }

  private tokenize(): string[] {
    const tokens: string[] = [];
    TOKEN.lastIndex = 0;
    while (this.text.slice(TOKEN.lastIndex).trim() !== '') {
      const start = TOKEN.lastIndex;
      const match = TOKEN.exec(this.text);
      if (!match) this.unexpected(this.text.slice(start).trim().charAt(0));
      else tokens.push(match[0].trim());
    }
    return tokens;
  }

  private sum(): number {
    let value = this.product();
    for (;;) {
      if (this.take('+')) value += this.product();
      else if (this.take('-')) value -= this.product();
      else return value;
    }
  }

  private product(): number {
    let value = this.unary();
    for (;;) {
      if (this.take('*')) value *= this.unary();
      else if (this.take('/')) value /= this.unary();
      else if (this.take('%')) value %= this.unary();
      else return value;
    }
  }

  private unary(): number {
    if (++this.depth > MAX_DEPTH) this.fail('too-deep', { most: MAX_DEPTH });
    const value = this.take('-') ? -this.unary() : this.take('+') ? this.unary() : this.primary();
    this.depth--;
    return value;
  }

  private primary(): number {
    const token = this.tokens[this.at++];
    if (token === undefined) return this.fail('unexpected-end');
    if (token === '(') {
      const value = this.sum();
      this.expect(')');
      return value;
    }
    if (/^[\d.]/.test(token)) return Number(token);
    if (/^[A-Za-z_]/.test(token)) return this.tokens[this.at] === '(' ? this.call(token) : this.name(token);
    return this.unexpected(token);
  }

  private call(name: string): number {
    const fn = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (!fn) return this.fail('unknown-function', { name });
    this.expect('(');
    const first = this.sum();
    let second = first;
    if (fn.arity === 2) {
      this.expect(',');
      second = this.sum();
    }
    this.expect(')');
    return fn.apply(first, second);
  }

  private name(name: string): number {
    return this.lookup(name) ?? this.fail('unknown-name', { name });
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at++;
    return true;
  }

  private expect(token: string): void {
    if (!this.take(token)) this.fail('expected', { token });
  }

  private unexpected(token: string): never {
    return this.fail('unexpected', { token });
  }

  private fail(what: ProblemId, data: Values<ProblemId> = {}): never {
    throw new QuantityError(problem(what, data), this.text);
  }
}

/**
 * The value of a quantity under the settings. Division is exact, as in `WIDTH * HEIGHT * 3 / 2`.
 * @throws QuantityError on a syntax error or an unknown name. The result may be NaN or infinite: the caller knows what is allowed.
 */
export function evaluate(quantity: Quantity, settings: Settings): number {
  if (typeof quantity === 'number') return quantity;
  return new ExpressionParser(quantity, (name) =>
    Object.hasOwn(settings, name) ? settings[name] : undefined,
  ).parse();
}

/** Names of the parameters that a quantity depends on, in order of appearance, each once. */
export function namesIn(quantity: Quantity): string[] {
  if (typeof quantity === 'number') return [];
  const names = new Set<string>();
  new ExpressionParser(quantity, (name) => {
    names.add(name);
    return 1;
  }).parse();
  return [...names];
}

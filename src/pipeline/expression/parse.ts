/** The one reader of quantities. Recursive descent, so that no input is ever run as code. */
import { ARITY, negative, type Expression, type FunctionName, type Operator } from './expression.ts';
import type { Problem, ProblemId } from '../problems.ts';
import { PROBLEMS, problem } from '../problems.ts';
import type { Values } from '../words.ts';
import { UserError } from '../words.ts';

/** Longest expression and deepest nesting that are read: more is no arithmetic of a program but an attack or a slip. */
const MAX_LENGTH = 4096;
const MAX_DEPTH = 200;

/** Numbers, names as C++ has them with `.` and `::` between, and the signs of the grammar. */
const TOKEN =
  /\s*(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|[\p{ID_Start}_$][\p{ID_Continue}$.:]*|[-+*/%(),])/uy;

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

class Parser {
  private readonly tokens: string[];
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {
    if (text.length > MAX_LENGTH) this.fail('too-long', { most: MAX_LENGTH });
    this.tokens = this.tokenize();
  }

  parse(): Expression {
    const whole = this.sum();
    if (this.at < this.tokens.length) this.unexpected(this.tokens[this.at] ?? '');
    return whole;
  }

  private tokenize(): string[] {
    const tokens: string[] = [];
    const { length } = this.text.trimEnd();
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < length) {
      const start = TOKEN.lastIndex;
      const match = TOKEN.exec(this.text);
      if (!match) this.unexpected(this.text.slice(start).trim().charAt(0));
      else tokens.push(match[0].trim());
    }
    return tokens;
  }

  private sum(): Expression {
    return this.chain(['+', '-'], () => this.product());
  }

  private product(): Expression {
    return this.chain(['*', '/', '%'], () => this.unary());
  }

  /** Operands between operators of one rank, which bind to the left. */
  private chain(operators: readonly Operator[], operand: () => Expression): Expression {
    let left = operand();
    for (;;) {
      const operator = operators.find((one) => this.take(one));
      if (!operator) return left;
      left = { kind: 'binary', operator, left, right: operand() };
    }
  }

  private unary(): Expression {
    if (++this.depth > MAX_DEPTH) this.fail('too-deep', { most: MAX_DEPTH });
    const value = this.take('-') ? negative(this.unary()) : this.take('+') ? this.unary() : this.primary();
    this.depth--;
    return value;
  }

  private primary(): Expression {
    const token = this.tokens[this.at++];
    if (token === undefined) return this.fail('unexpected-end');
    if (token === '(') {
      const inner = this.sum();
      this.expect(')');
      return inner;
    }
    if (/^[\d.]/.test(token)) return { kind: 'number', value: Number(token) };
    if (/^[-+*/%(),]/.test(token)) return this.unexpected(token);
    return this.tokens[this.at] === '(' ? this.call(token) : { kind: 'name', name: token };
  }

  private call(name: string): Expression {
    if (!isFunction(name)) return this.fail('unknown-function', { name });
    this.expect('(');
    const args = [this.sum()];
    while (args.length < ARITY[name]) {
      this.expect(',');
      args.push(this.sum());
    }
    this.expect(')');
    return { kind: 'call', name, args };
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

function isFunction(name: string): name is FunctionName {
  return Object.hasOwn(ARITY, name);
}

/** A server lives long and sees many texts: what is remembered is bounded. */
const MAX_PARSED = 2000;
const parsed = new Map<string, Expression>();

/**
 * The parsed form of a quantity; of one text always the same object, which nobody changes.
 * @throws QuantityError on a syntax error, and on more than 4096 characters or 200 levels.
 */
export function parse(quantity: number | string): Expression {
  if (typeof quantity === 'number') return { kind: 'number', value: quantity };
  const known = parsed.get(quantity);
  if (known) return known;
  const expression = new Parser(quantity).parse();
  if (parsed.size >= MAX_PARSED) parsed.clear();
  parsed.set(quantity, expression);
  return expression;
}

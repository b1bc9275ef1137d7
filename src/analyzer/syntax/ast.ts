/**
 * The part of C++ that the analysis works on, lowered once from the syntax tree. Offsets are UTF-16 units from the start
 * of the chunk (a top-level declaration), so that a chunk which an edit only moves needs no new lowering.
 */

interface Span {
  start: number;
  end: number;
}

/** `const std::vector<int> *x[N]`: name `std::vector`, args `[int]`, pointers 1, dims `[N]`. */
export interface TypeName {
  name: string;
  args: TypeName[];
  pointers: number;
  reference: boolean;
  constant: boolean;
  /** `T[]`: any number of them. */
  isArray?: true;
  /** As it stands, of what looks like a function's type and may be a call: `f()` among template arguments. */
  written?: string;
}

export type Expression =
  /** `isBoolean`: written as `true` or `false`. */
  | (Span & { kind: 'number'; value: number; isBoolean?: true })
  | (Span & { kind: 'string'; text: string })
  /** A name, qualified or not, without template arguments; those stand in `args`. */
  | (Span & { kind: 'name'; name: string; args?: TypeName[] | undefined })
  | (Span & { kind: 'call'; callee: Expression; args: Expression[]; braces: boolean })
  | (Span & {
      kind: 'member';
      object: Expression;
      name: string;
      /** Template arguments, of `o.f<int>()`. */
      args?: TypeName[];
      arrow: boolean;
      nameStart: number;
    })
  | (Span & { kind: 'index'; object: Expression; index: Expression })
  | (Span & { kind: 'unary'; operator: string; operand: Expression })
  | (Span & { kind: 'binary'; operator: string; left: Expression; right: Expression })
  | (Span & { kind: 'assign'; operator: string; target: Expression; value: Expression })
  | (Span & { kind: 'update'; operator: '++' | '--'; operand: Expression })
  | (Span & { kind: 'conditional'; condition: Expression; then: Expression; otherwise: Expression })
  | (Span & { kind: 'cast'; type: TypeName; operand: Expression })
  | (Span & { kind: 'new'; type: TypeName; args: Expression[]; count?: Expression })
  | (Span & { kind: 'delete'; operand: Expression })
  | LambdaExpression
  | (Span & { kind: 'list'; items: Expression[] })
  /** `.width = 224` in a list. */
  | (Span & { kind: 'designated'; field: string; value: Expression })
  | (Span & { kind: 'sizeof'; type?: TypeName; operand?: Expression })
  /** `std::forward<Args>(args)...`: the pattern once for each of the pack. */
  | (Span & { kind: 'expansion'; pattern: Expression })
  | (Span & { kind: 'this' })
  | (Span & { kind: 'null' })
  /** `({ … })` and `TIMED({ … })`: its value is that of the last expression. */
  | (Span & { kind: 'statements'; body: Statement[] })
  /** Anything else: its parts are evaluated in order. */
  | (Span & { kind: 'other'; parts: Expression[] });

export type LambdaExpression = Span & {
  kind: 'lambda';
  captures: Captures;
  parameters: Parameter[];
  /** As written behind `->`. */
  returns?: TypeName;
  body: Statement[];
};

/** What a lambda takes along: names by value or by reference, and by default (`all`) whatever its body names. */
export interface Captures {
  all?: 'value' | 'reference';
  named: Capture[];
}

/** `x`, `&x`, `x = f()`, `&x = y[0]`. */
export interface Capture {
  name: string;
  reference: boolean;
  initial?: Expression;
}

export type CallExpression = Extract<Expression, { kind: 'call' }>;

export interface Parameter {
  name: string;
  type: TypeName;
  /** `Args &&...args`: it takes all arguments that are left. */
  isPack?: true;
  initial?: Expression;
}

/** One declared variable, field or global. `args` and `braces` for `T x(a)` and `T x{a}`. */
export interface Variable extends Span {
  name: string;
  type: TypeName;
  dims: (Expression | undefined)[];
  initial?: Expression | undefined;
  args?: Expression[] | undefined;
  braces: boolean;
  /** Kept from call to call; `thread_local` is, too. */
  isStatic: boolean;
  /** Each thread has one of its own. */
  isThreadLocal?: boolean;
  isConst: boolean;
  isExtern: boolean;
}

export type Statement =
  | (Span & { kind: 'block'; body: Statement[] })
  | (Span & { kind: 'expression'; expression: Expression })
  | (Span & { kind: 'declare'; variables: Variable[] })
  | IfStatement
  | LoopStatement
  | (Span & { kind: 'switch'; subject: Expression; cases: SwitchCase[] })
  | (Span & { kind: 'return' | 'throw'; value?: Expression | undefined })
  | (Span & { kind: 'break' | 'continue' | 'goto' })
  | (Span & { kind: 'try'; body: Statement[]; handlers: Statement[][] })
  /** `#if` inside a function. Both sides stand here; `taken` is the one that is compiled. */
  | (Span & { kind: 'preprocessor'; taken: Statement[]; other: Statement[] })
  | (Span & { kind: 'pragma'; text: string })
  /** A class or function declared inside a function is a declaration of the chunk. */
  | (Span & { kind: 'empty' });

export type IfStatement = Span & {
  kind: 'if';
  before?: Statement | undefined;
  condition: Expression;
  then: Statement[];
  otherwise: Statement[];
};

export type LoopStatement = Span & {
  kind: 'loop';
  loop: 'for' | 'while' | 'do' | 'range';
  keywordEnd: number;
  initial?: Statement;
  condition?: Expression;
  update?: Expression;
  /** Range loop: the variable and what is walked (in `condition`). */
  variable?: Variable;
  body: Statement[];
};

export interface SwitchCase {
  /** Left out for `default`. */
  value?: Expression;
  body: Statement[];
}

/** A piece of a file that is lowered and kept as one. `base` is its offset in the file, set anew when it moves. */
export interface Chunk {
  file: string;
  base: number;
  /** Reading of the text for evidence: the chunk's own source. */
  text: string;
}

/** `typename T = int`, `std::size_t N`: a type or a value that an argument stands in for. */
export interface TemplateParameter {
  name: string;
  kind: 'type' | 'value';
  initial?: TypeName;
}

export interface FunctionDeclaration {
  kind: 'function';
  /** Stands in the body of a function, and is known there alone. */
  isLocal?: true;
  /** As it stands in the text, where a macro makes its head. */
  written?: FunctionDeclaration;
  /** What stands for its template's arguments, where it is one. */
  template?: readonly TemplateParameter[];
  /** With namespaces and class: `a::Worker::Run`. */
  name: string;
  /** Qualified name of its class, where it is a method. */
  owner?: string | undefined;
  parameters: Parameter[];
  returns: TypeName;
  body?: Statement[] | undefined;
  /** Constructor's initializers. */
  initializers: { name: string; args: Expression[]; braces?: boolean; start: number; end: number }[];
  isStatic: boolean;
  isVirtual: boolean;
  chunk: Chunk;
  nameStart: number;
  nameEnd: number;
  /** The whole definition. */
  start: number;
  end: number;
}

export interface ClassDeclaration {
  kind: 'class';
  /** Stands in the body of a function, and is known there alone. */
  isLocal?: true;
  /** Of a specialization with its arguments: `Traits<int>`. */
  name: string;
  /** Its definition is not at hand: it may have more members. */
  isPartial?: true;
  bases: string[];
  /** The template arguments of each base. */
  baseArguments: TypeName[][];
  template?: readonly TemplateParameter[];
  /** The arguments that a specialization is for. */
  specialized?: readonly TypeName[];
  fields: Variable[];
  chunk: Chunk;
  start: number;
  end: number;
}

export interface GlobalDeclaration {
  kind: 'global';
  /** With namespaces. */
  name: string;
  variable: Variable;
  /** What it declares if what stands in its parentheses are types: `T x(depth);` reads either way. */
  prototype?: FunctionDeclaration;
  chunk: Chunk;
}

export interface MacroDeclaration {
  kind: 'macro';
  name: string;
  parameters?: string[];
  /** Text after the name, continuation lines joined. */
  body: string;
  chunk: Chunk;
  start: number;
  end: number;
}

export interface EnumeratorDeclaration {
  kind: 'enumerator';
  /** Stands in the body of a function, and is known there alone. */
  isLocal?: true;
  name: string;
  /** Unscoped name of the enum; empty where it has none. */
  enumName: string;
  value?: Expression;
  /** The enumerator before it, from which it counts on. */
  previous?: string;
  chunk: Chunk;
  start: number;
  end: number;
}

export interface AliasDeclaration {
  kind: 'alias';
  /** Stands in the body of a function, and is known there alone. */
  isLocal?: true;
  name: string;
  type: TypeName;
  chunk: Chunk;
}

/** A call at file scope: a macro that registers something, as `REGISTER(Type, make)`. */
export interface RegistrationDeclaration {
  kind: 'registration';
  /** The macro's name. */
  name: string;
  args: Expression[];
  chunk: Chunk;
}

export type Declaration =
  | FunctionDeclaration
  | ClassDeclaration
  | GlobalDeclaration
  | MacroDeclaration
  | EnumeratorDeclaration
  | AliasDeclaration
  | RegistrationDeclaration;

/** Functions that are registered before `main` begins: by a macro at file scope, or by what a global starts with. */
import { lastName } from '../../program/qualified.ts';
import { asFunction } from '../calls/callable.ts';
import type { Chunk, Declaration, Expression, MacroDeclaration } from '../../syntax/ast.ts';
import type { FileFacts } from '../../syntax/facts.ts';
import { Frame } from '../names/frame.ts';
import { type Interpreter } from '../interpreter.ts';
import { calledName } from '../statements/motion.ts';
import type { Taken } from './stored.ts';
import { literalText } from '../../literal.ts';

/** Notes them as given away: who calls them, and when, is decided at run time. */
export function noteRegistered(run: Interpreter, files: Iterable<FileFacts>): void {
  for (const { declarations } of files) {
    for (const declaration of declarations) {
      const registered = registeredBy(run, declaration);
      for (const [index, arg] of (registered?.args ?? []).entries()) {
        const taken = registered?.taker === undefined ? undefined : { by: registered.taker, index };
        noteGiven(run, declaration, arg, registered?.keeper, taken);
      }
    }
  }
}

/** `REGISTER(name, make);`, `static bool known = Registry::Add("name", make);` */
function registeredBy(
  run: Interpreter,
  declaration: Declaration,
): { args: readonly Expression[]; keeper: string | undefined; taker?: string } | undefined {
  if (declaration.kind === 'registration') {
    const [macro] = run.symbols.macros.named(declaration.name);
    const args = declaration.args.filter((_arg, index) => isPassed(macro, macro?.parameters?.[index]));
    return { args, keeper: keeperIn(macro?.body ?? '') };
  }
  const initial = declaration.kind === 'global' ? declaration.variable.initial : undefined;
  if (initial?.kind !== 'call') return undefined;
  return {
    args: initial.args,
    keeper: keeperIn(run.text(declaration.chunk, initial)),
    taker: calledName(initial),
  };
}

/** Whether a macro passes an argument on, and does not only make a name of it: `#type`, `known_##type`. */
function isPassed(macro: MacroDeclaration | undefined, parameter: string | undefined): boolean {
  if (!macro || parameter === undefined) return true;
  return new RegExp(`(^|[^#\\w])\\s*\\b${literalText(parameter)}\\b(?!\\s*##)`).test(macro.body);
}

/** `Registry` of `Registry::Add(…)`. */
function keeperIn(text: string): string | undefined {
  return /\b([A-Za-z_]\w*)::~?\w+\s*\(/.exec(text)?.[1];
}

/** Whether the program uses what keeps a registered function: else nobody calls it. */
export function isKeeperUsed(run: Interpreter, keeper: string | undefined): boolean {
  if (keeper === undefined || !run.symbols.findClass(keeper)) return true;
  for (const one of run.followed) {
    if (typeof one === 'object' && one !== null && 'owner' in one && lastName(String(one.owner)) === keeper)
      return true;
  }
  return false;
}

function noteGiven(
  run: Interpreter,
  { name, chunk }: { name: string; chunk: Chunk },
  arg: Expression,
  keeper: string | undefined,
  taken: Taken | undefined,
): void {
  const isFunction =
    arg.kind === 'name' || arg.kind === 'lambda' || (arg.kind === 'unary' && arg.operator === '&');
  if (!isFunction) return;
  const value = run.parts.evaluate(arg, new Frame(name, chunk, undefined));
  for (const target of asFunction(value)?.targets ?? []) {
    const what = target.declaration ?? target.lambda?.expression;
    if (!what || run.escaped.has(what)) continue;
    run.escaped.set(what, { target, taker: name, site: run.range(chunk, arg.start, arg.end), keeper, taken });
  }
}

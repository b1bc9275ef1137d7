/** Calls of macros with parameters. */
import type { Expression } from '../../syntax/ast.ts';
import { argumentsOf } from './arguments.ts';
import type { CallSite } from './call-site.ts';
import { Frame, selfOf } from '../names/frame.ts';
import { followBody } from '../names/macro-body.ts';
import type { Interpreter, MacroChunk } from '../interpreter.ts';
import { WEIGHT } from '../nesting.ts';
import { unknown, type Value } from '../values/value.ts';

/** A macro with parameters: its body is followed with the arguments put in where they stand. */
export function callMacro(run: Interpreter, name: string, site: CallSite): Value | undefined {
  const macro = run.symbols.macros.named(name).find((candidate) => candidate.parameters);
  if (!macro?.parameters || run.stack.includes(macro)) return undefined;
  const body = run.macroBody(macro);
  if (!body || isLogging(macro.body)) {
    argumentsOf(run, site);
    return unknown(name);
  }
  const args = argumentsFor(macro.parameters, site);
  const chunk: MacroChunk = { ...body.chunk, site: site.range };
  const at = macro.parameters.indexOf('...');
  const rest = at < 0 ? undefined : { args: site.expression.args.slice(at), frame: site.frame };
  const frame = new Frame(site.frame.name, chunk, selfOf(site.frame), site.frame, args, rest);
  if (!run.nesting.enter(WEIGHT.object)) return unknown(name);
  run.stack.push(macro);
  const value = followBody(run, body, frame);
  run.stack.pop();
  run.nesting.leave(WEIGHT.object);
  return value;
}

type Given = Map<string, { argument: Expression; frame: Frame }>;

function argumentsFor(parameters: readonly string[], { expression, frame }: CallSite): Given {
  const given: Given = new Map();
  for (const [index, parameter] of parameters.entries()) {
    // The statements of `TIMED(f(); g())` stand there as one each: more than there are parameters.
    const isLast = index === parameters.length - 1;
    const argument = together(expression.args.slice(index, isLast ? undefined : index + 1));
    if (argument) given.set(parameter === '...' ? '__VA_ARGS__' : parameter, { argument, frame });
  }
  return given;
}

/** One argument is itself; several are evaluated in order. */
function together(parts: Expression[]): Expression | undefined {
  const [first, ...others] = parts;
  const last = others.at(-1);
  return first && last ? { kind: 'other', parts, start: first.start, end: last.end } : first;
}

function isLogging(body: string): boolean {
  return (
    /^[^;]*\b(printf|fprintf|cout|cerr|Log\w*|LOG\w*)\b/.test(body) &&
    !/\b(acl(rt|mdl|dvpp|op)|hi_mpi)\w*\s*\(/.test(body)
  );
}

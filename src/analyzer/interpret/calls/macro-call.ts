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
  const args = new Map<string, { argument: Expression; frame: Frame }>();
  for (const [index, parameter] of macro.parameters.entries()) {
    const argument = site.expression.args[index];
    if (argument) args.set(parameter, { argument, frame: site.frame });
  }
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

function isLogging(body: string): boolean {
  return (
    /^[^;]*\b(printf|fprintf|cout|cerr|Log\w*|LOG\w*)\b/.test(body) &&
    !/\b(acl(rt|mdl|dvpp|op)|hi_mpi)\w*\s*\(/.test(body)
  );
}

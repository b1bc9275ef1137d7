/** Calls of macros with parameters. */
import type { Expression } from '../syntax/ast.ts';
import { argumentsOf } from './arguments.ts';
import type { CallSite } from './call-site.ts';
import { Frame } from './frame.ts';
import type { Machine, MacroChunk } from './machine.ts';
import { selfOf } from './names.ts';
import { unknown, type State } from './state.ts';

/** A macro with parameters: its body is followed with the arguments put in where they stand. */
export function callMacro(machine: Machine, name: string, site: CallSite): State | undefined {
  const macro = machine.symbols.macros.named(name).find((candidate) => candidate.parameters);
  if (!macro?.parameters || machine.stack.includes(macro)) return undefined;
  const body = machine.macroBody(macro);
  if (!body || isLogging(macro.body)) {
    argumentsOf(machine, site);
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
  machine.stack.push(macro);
  const value = body.expression
    ? machine.parts.evaluate(body.expression, frame)
    : statementMacro(machine, body.statements, frame);
  machine.stack.pop();
  return value;
}

function statementMacro(
  machine: Machine,
  statements: Parameters<Machine['parts']['execute']>[0],
  frame: Frame,
): State {
  const { returned } = machine;
  machine.parts.execute(statements, frame);
  machine.returned = returned;
  return unknown();
}

function isLogging(body: string): boolean {
  return (
    /^[^;]*\b(printf|fprintf|cout|cerr|Log\w*|LOG\w*)\b/.test(body) &&
    !/\b(acl(rt|mdl|dvpp|op)|hi_mpi)\w*\s*\(/.test(body)
  );
}

/** The macros that a CMakeLists.txt defines for whatever is built. */
import { commandsOf, type Command } from './cmake-commands.ts';
import { conditionTruth, expandVariables, type Truth, type Variables } from './cmake-conditions.ts';
import { define, defineStandard, readFlags } from './compile-flags.ts';

/** What a build file leaves to those in the folders below. */
export interface Configured {
  definitions: ReadonlyMap<string, string>;
  variables: Variables;
}

export const NOTHING_CONFIGURED: Configured = { definitions: new Map(), variables: new Map() };

/**
 * Reads one build file with its options at their defaults. What stands under a condition that only a run of CMake decides
 * is left out, and a variable that is set there is open from then on.
 */
export function readDefinitions(text: string, outer: Configured = NOTHING_CONFIGURED): Configured {
  const reading = new Reading(outer);
  for (const command of commandsOf(text)) reading.read(command);
  return reading;
}

/** Of a target's definitions: who sees them. */
const SCOPES = /^(?:PRIVATE|PUBLIC|INTERFACE)$/;

/** A condition with the sides that were read so far. */
interface Conditional {
  /** Of the side at hand. */
  now: Truth;
  /** Whether one of the sides so far holds. */
  taken: Truth;
}

class Reading implements Configured {
  readonly definitions: Map<string, string>;
  readonly variables: Map<string, string | undefined>;
  private readonly conditionals: Conditional[] = [];
  /** Within functions and macros, which do nothing until they are called. */
  private functions = 0;

  constructor(outer: Configured) {
    this.definitions = new Map(outer.definitions);
    this.variables = new Map(outer.variables);
  }

  read({ command, args }: Command): void {
    if (/^(?:function|macro)$/.test(command)) this.functions++;
    else if (/^end(?:function|macro)$/.test(command)) this.functions = Math.max(0, this.functions - 1);
    else if (this.functions > 0) return;
    else if (command === 'if') this.open(args);
    else if (command === 'elseif' || command === 'else') this.turn(command === 'else' ? ['ON'] : args);
    else if (command === 'endif') this.conditionals.pop();
    else this.configure(command, args);
  }

  private open(condition: readonly string[]): void {
    const now = conditionTruth(condition, this.variables);
    this.conditionals.push({ now, taken: now });
  }

  private turn(condition: readonly string[]): void {
    const conditional = this.conditionals.at(-1);
    if (!conditional) return;
    const { taken } = conditional;
    conditional.now = taken === false ? conditionTruth(condition, this.variables) : taken && false;
    if (taken === false) conditional.taken = conditional.now;
  }

  /** Undefined where one of the conditions around is open, and none of them fails. */
  private holds(): Truth {
    if (this.conditionals.some(({ now }) => now === false)) return false;
    return this.conditionals.every(({ now }) => now === true) ? true : undefined;
  }

  private configure(command: string, args: readonly string[]): void {
    const holds = this.holds();
    if (holds === false) return;
    if (command === 'set' || command === 'option' || command === 'unset')
      this.assign(command, args, holds === true);
    if (holds !== true) return;
    const words = args.map((word) => expandVariables(word, this.variables));
    noteDefined(command, words, this.definitions);
    if (command === 'set' && args[0] === 'CMAKE_CXX_STANDARD')
      defineStandard(`c++${words[1] ?? ''}`, this.definitions);
  }

  private assign(command: string, [name = '', ...values]: readonly string[], isCertain: boolean): void {
    // What is in the cache already, from a preset or a build file around, stays.
    const isCached = command === 'option' || values.includes('CACHE');
    if (isCached && this.variables.has(name)) return;
    if (!isCertain) this.variables.set(name, undefined);
    else if (command === 'unset') this.variables.delete(name);
    else if (command === 'option') this.variables.set(name, values[1] ?? 'OFF');
    else this.variables.set(name, this.valueOf(values));
  }

  private valueOf(values: readonly string[]): string | undefined {
    const end = values.findIndex((word) => word === 'CACHE' || word === 'PARENT_SCOPE');
    const own = end < 0 ? values : values.slice(0, end);
    const text = own.map((word) => expandVariables(word, this.variables)).join(';');
    return text.includes('$') ? undefined : text;
  }
}

/** Notes the macros that a command defines. */
function noteDefined(command: string, args: readonly string[], to: Map<string, string>): void {
  const isTargets = command === 'target_compile_definitions';
  if (isTargets || command === 'add_compile_definitions') {
    const words = args.slice(isTargets ? 1 : 0).flatMap((word) => word.split(';'));
    for (const word of words) if (!SCOPES.test(word)) define(word, to);
    return;
  }
  const isFlags = command === 'set' && /^CMAKE_C(?:XX)?_FLAGS$/.test(args[0] ?? '');
  if (!isFlags && !/^(?:add_definitions|(?:add|target)_compile_options)$/.test(command)) return;
  const flags = args.flatMap((word) => word.split(/[\s;]+/));
  for (const [name, value] of readFlags(flags).defines) if (value !== undefined) to.set(name, value);
}

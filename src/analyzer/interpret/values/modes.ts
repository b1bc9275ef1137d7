/** Values that are fixed for a run, but open in the source: the default of a mode, and what a comparison asks of it. */
import type { Provenance } from '../../../pipeline/source.ts';
import { heldWhere, holdsAt, opposite, type ModeTest } from '../../trace/modes.ts';
import type { Interpreter } from '../interpreter.ts';
import { isMoved } from '../turns/moved.ts';
import { isAskedFor } from './asked.ts';
import { settledLiteral, type Cell, type NumberValue, type Value } from './value.ts';

/** The modes in which the host drives the device from beside it, and from the board itself: the first is the ordinary one. */
const RUN_MODES = ['ACL_HOST', 'ACL_DEVICE'];

export const isRunMode = (name: string): boolean => RUN_MODES.includes(name);

/** What `aclrtGetRunMode` gives. */
export function runMode(run: Interpreter): Value {
  const origin = { kind: 'default' as const, range: run.statement, evidence: 'aclrtGetRunMode' };
  const mode = run.parameters.mode('run_mode', 'run_mode', RUN_MODES, 0, origin);
  return { kind: 'constant', name: 'ACL_HOST', mode };
}

/** `value == asked` of the mode that a program runs in, of which the value is not followed. */
export function asksRunMode(run: Interpreter, asked: string, is: boolean): NumberValue {
  const given = runMode(run);
  const mode = given.kind === 'constant' ? given.mode : undefined;
  return answer(run, { mode: mode ?? '', value: RUN_MODES.indexOf(asked), is });
}

/** What a place holds, as the default of a mode; undefined for what is none, such as a number that counts or is moved. */
export function asMode(run: Interpreter, cell: Cell, value: Value = cell.value): Value | undefined {
  const choice = isMoved(run, cell.name) ? undefined : choiceIn(value);
  if (choice === undefined || ('mode' in value && value.mode !== undefined)) return undefined;
  if (value.kind === 'number') return value.test ? undefined : numberMode(run, cell, value, choice);
  const mode = startingMode(run, cell, [choice], 0);
  return value.kind === 'string' || value.kind === 'constant' ? { ...value, mode } : undefined;
}

function numberMode(run: Interpreter, cell: Cell, value: NumberValue, choice: string): Value | undefined {
  if (cell.type?.name === 'bool' && !cell.type.pointers) {
    const mode = startingMode(run, cell, ['false', 'true'], value.known ? 1 : 0);
    return answer(run, { mode, value: 1, is: true });
  }
  if (value.enumerator === undefined && !isAskedFor(run, cell.name)) return undefined;
  return { ...value, mode: startingMode(run, cell, [choice], 0) };
}

/** The mode of a place that the program gives a default. */
function startingMode(run: Interpreter, cell: Cell, choices: string[], value: number): string {
  const mode = declareMode(run, cell, choices, value);
  run.parameters.decide(mode, run.parameters.get(mode)?.value ?? value);
  return mode;
}

/** The mode of a place. */
export function declareMode(
  run: Interpreter,
  { name, declared }: Cell,
  choices: string[],
  value: number,
): string {
  const key = `mode ${name} ${declared?.file ?? ''}:${declared?.line ?? 0}:${declared?.column ?? 0}`;
  const origin: Provenance = {
    kind: 'default',
    range: declared ?? run.statement,
    evidence: name,
  };
  return run.parameters.mode(name, key, choices, value, origin);
}

/** What a value is called as a choice. */
export function choiceIn(value: Value): string | undefined {
  if (value.kind === 'string') return value.varying ? undefined : value.text;
  if (value.kind === 'constant') return value.name;
  if (value.kind !== 'number' || value.known === undefined || !value.fixed || value.index) return undefined;
  return value.enumerator ?? String(value.known);
}

/**
 * `mode == "serial"`, `kind != Kind::Sync`, `isAsync == true`, `isAsync && true`: what it asks of a mode; undefined where
 * it asks of none.
 */
export function askedMode(
  run: Interpreter,
  operator: string,
  left: Value,
  right: Value,
): NumberValue | undefined {
  if (left.kind === 'number' && left.test && isNeutral(operator, right)) return left;
  if (operator !== '==' && operator !== '!=') return undefined;
  const is = operator === '==';
  return askedOf(run, left, right, is) ?? askedOf(run, right, left, is);
}

/** What is added to a condition without a say in it. */
function isNeutral(operator: string, value: Value): boolean {
  if ((operator !== '&&' && operator !== '||') || value.kind !== 'number') return false;
  return value.fixed && value.known !== undefined && (value.known !== 0) === (operator === '&&');
}

/** What a number that is the default of a mode asks as a condition: for any other than 0. */
export function truthTest(run: Interpreter, { mode, test }: NumberValue): ModeTest | undefined {
  if (test || mode === undefined) return test;
  return { mode, value: run.parameters.choiceOf(mode, '0'), is: false };
}

function askedOf(run: Interpreter, own: Value, asked: Value, is: boolean): NumberValue | undefined {
  if (own.kind === 'number' && own.test) {
    const isTruth = asked.kind === 'number' && asked.fixed && (asked.known === 0 || asked.known === 1);
    if (!isTruth) return undefined;
    return answer(run, (asked.known === 1) === is ? own.test : opposite(own.test));
  }
  const mode = 'mode' in own ? own.mode : undefined;
  const choice = mode === undefined ? undefined : choiceIn(asked);
  if (mode === undefined || choice === undefined) return undefined;
  return answer(run, { mode, value: run.parameters.choiceOf(mode, choice), is });
}

/** What a test comes to where the program is now: in the modes at hand, or by default. */
export function answer(run: Interpreter, test: ModeTest): NumberValue {
  return { ...settledLiteral(Number(holdsNow(run, test))), test };
}

export function holdsNow(run: Interpreter, test: ModeTest): boolean {
  return heldWhere(run.when, test) ?? holdsAt(test, run.parameters.get(test.mode)?.value ?? 0);
}

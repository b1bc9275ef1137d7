/** Numbers of options: `--set NAME=VALUE`, `--vary NAME=1..8` or `NAME=16,32,64`. */
import type { SettingValue } from '../service/parameters.ts';
import { CliError } from './failure.ts';

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$|^0[xX][0-9a-fA-F]+$/;

/** Points that one range may have. */
const MAX_POINTS = 10_000;

export function parseNumber(text: string, what: string): number {
  const value = NUMBER.test(text) ? Number(text) : NaN;
  if (!Number.isFinite(value)) throw new CliError('not-a-number', { option: what, text });
  return value;
}

/** A number above 0 of an option. */
export function parseAbove0(text: string, option: string): number {
  const value = parseNumber(text, option);
  if (value <= 0) throw new CliError('not-above-0', { option, text });
  return value;
}

/** A whole number >= 0 of an option. */
export function parseCount(text: string, option: string): number {
  const value = parseNumber(text, option);
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new CliError('not-a-count', { option, text });
  }
  return value;
}

/** A share in percent, `5%` or `5`, of at least 0. */
export function parsePercent(text: string, option: string): number {
  const value = Number(/^(\d+(?:\.\d+)?)\s*%?$/.exec(text.trim())?.[1] ?? NaN);
  if (!Number.isFinite(value)) throw new CliError('bad-percent', { option, text });
  return value;
}

function split(
  text: string,
  option: string,
  expected: 'expected-setting' | 'expected-variation',
): [string, string] {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1) throw new CliError(expected, { option, text });
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

/** All `--set` or `--deploy` options; of a name given twice the last counts. */
export function parseSettings(options: string[], of: string): Record<string, SettingValue> {
  const settings = options.map((option): [string, SettingValue] => {
    const [name, value] = split(option, of, 'expected-setting');
    // What is no number may be a choice, which the programs tell.
    return [name, NUMBER.test(value) ? parseNumber(value, `${of} ${name}`) : value];
  });
  return Object.fromEntries(settings);
}

export interface Variation {
  name: string;
  values: number[];
}

/** `NAME=1..8`, `NAME=16..64:16` (a step), `NAME=16,32,64`. */
export function parseVariation(option: string): Variation {
  const [name, text] = split(option, '--vary', 'expected-variation');
  const range = /^([^.,:]+)\.\.([^.,:]+)(?::(.+))?$/.exec(text);
  const what = `--vary ${name}`;
  if (range === null)
    return { name, values: text.split(',').map((value) => parseNumber(value.trim(), what)) };
  const [from, to, step] = [range[1], range[2], range[3] ?? '1'].map((part) => parseNumber(part ?? '', what));
  return { name, values: rangeOf(from ?? NaN, to ?? NaN, step ?? NaN, what) };
}

function rangeOf(from: number, to: number, step: number, what: string): number[] {
  if (step <= 0) throw new CliError('step-not-above-0', { option: what });
  if (to < from) throw new CliError('empty-range', { option: what, from, to });
  const count = Math.floor((to - from) / step + 1e-9) + 1;
  if (count > MAX_POINTS) throw new CliError('many-values', { option: what, count, most: MAX_POINTS });
  return Array.from({ length: count }, (_, i) => from + i * step);
}

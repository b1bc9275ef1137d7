/** How a program names its numbers: the choice `const`. */
import { block, type Code } from './code.ts';

export interface Constants {
  /** What stands at the top for a number, by its name. */
  declare(numbers: readonly (readonly [name: string, value: string])[]): Code[];
  /** The number where it is used. */
  use(name: string, value: string): string;
}

type Numbers = readonly (readonly [string, string])[];

const each = (line: (name: string, value: string) => Code) => (numbers: Numbers) =>
  numbers.map(([name, value]) => line(name, value));
const upper = (name: string) => name.toUpperCase();

/** 64 as 32 * 2, 801 as 800 + 1: a number that has to be worked out. */
function computed(value: string): string {
  const number = Number(value);
  if (!Number.isInteger(number)) return value;
  return number % 2 === 0 ? `(${number / 2} * 2)` : `(${number - 1} + 1)`;
}

/** The simplest first. */
export const constants: Record<string, Constants> = {
  constexpr: {
    declare: each((name, value) => `constexpr int ~${name} = ${value};`),
    use: (name) => `~${name}`,
  },
  define: { declare: each((name, value) => `#define ${upper(name)} (${value})`), use: upper },
  'static-const': {
    declare: each((name, value) => `static const int ${upper(name)} = ${value};`),
    use: upper,
  },
  enum: {
    declare: (numbers) => [
      block(
        'enum',
        numbers.map(([name, value]) => `${upper(name)} = ${value},`),
        ';',
      ),
    ],
    use: upper,
  },
  'struct-config': {
    declare: (numbers) => [
      block(
        'struct ^config',
        numbers.map(([name, value]) => `int $${name} = ${value};`),
        ';',
      ),
      'constexpr ^config ~config_values{};',
    ],
    use: (name) => `~config_values.$${name}`,
  },
  'static-member': {
    declare: (numbers) => [
      block(
        'struct ^limits',
        numbers.map(([name, value]) => `static constexpr int ~${name} = ${value};`),
        ';',
      ),
    ],
    use: (name) => `^limits::~${name}`,
  },
  namespace: {
    declare: (numbers) => [
      block(
        'namespace settings',
        numbers.map(([name, value]) => `inline constexpr int ~${name} = ${value};`),
      ),
    ],
    use: (name) => `settings::~${name}`,
  },
  function: {
    declare: each((name, value) => block(`constexpr int @${name}()`, [`return ${value};`])),
    use: (name) => `@${name}()`,
  },
  computed: {
    declare: each((name, value) => `constexpr int ~${name} = ${computed(value)};`),
    use: (name) => `~${name}`,
  },
  literal: { declare: () => [], use: (_name, value) => value },
};

/** How a loop is written: the choices `loop` (counted) and `forever` (without end). */
import { block, type Code } from './code.ts';

/** A counted loop over the elements of a container. */
export interface Elements {
  container: string;
  count: string;
  /** Type of an element, and what the body calls a reference to it. */
  type: string;
  name: string;
}

export interface Loop {
  times(count: string, body: Code[]): Code[];
  over(elements: Elements, body: Code[]): Code[];
}

type Times = Loop['times'];

/** A loop that counts: the element is found by the index `at` in the body. */
function byIndex(times: Times, at = '$i'): Loop {
  return {
    times,
    over: ({ container, count, type, name }, body) =>
      times(count, [`${type} &${name} = ${container}[${at}];`, ...body]),
  };
}

/** One that meets the elements themselves; where there are none, it counts with `times`. */
const byElement = (over: Loop['over'], times: Times): Loop => ({ over, times });

const counted =
  (head: (count: string) => string): Times =>
  (count, body) => [block(head(count), body)];

const inScope = (first: string, head: string, rest: Code[], tail = ''): Code[] => [
  block('', [first, block(head, rest, tail)]),
];

const whileLess: Times = (count, body) => inScope('int $i = 0;', `while ($i < ${count})`, [...body, '++$i;']);
const doWhile: Times = (count, body) =>
  inScope('int $i = 0;', 'do', [...body, '$i++;'], ` while ($i < ${count});`);
const whileDown: Times = (count, body) => inScope(`int $left = ${count};`, 'while ($left--)', body);
const viewsIota = counted(
  (n) => `for ([[maybe_unused]] int $i : std::views::iota(0, static_cast<int>(${n})))`,
);
const leftOver = counted((n) => `for (int $left = ${n}; $left > 0; --$left)`);

/** The simplest first. */
export const loops: Record<string, Loop> = {
  'for-<': byIndex(counted((n) => `for (int $i = 0; $i < ${n}; $i++)`)),
  'for-!=': byIndex(counted((n) => `for (int $i = 0; $i != ${n}; ++$i)`)),
  'for-<=': byIndex(
    counted((n) => `for (int $i = 1; $i <= ${n}; $i++)`),
    '$i - 1',
  ),
  'for-down': byIndex(counted((n) => `for (int $i = ${n} - 1; $i >= 0; $i--)`)),
  'for-down-in-condition': byIndex(counted((n) => `for (int $i = ${n}; $i-- > 0;)`)),
  'for-step-in-condition': byIndex(counted((n) => `for (int $i = -1; ++$i < ${n};)`)),
  'for-size_t': byIndex(
    counted((n) => `for (std::size_t $i = 0; $i < static_cast<std::size_t>(${n}); $i += 1)`),
  ),
  'while-<': byIndex(whileLess),
  'while-n--': byIndex(whileDown, '$left'),
  'do-while': byIndex(doWhile),
  'while-true-break': byIndex((count, body) =>
    inScope('int $i = 0;', 'while (true)', [block(`if ($i >= ${count})`, ['break;']), ...body, '++$i;']),
  ),
  iota: byIndex(viewsIota),
  'range-for': byElement(
    ({ container, type, name }, body) => [block(`for (${type} &${name} : ${container})`, body)],
    leftOver,
  ),
  'range-for-auto': byElement(
    ({ container, name }, body) => [block(`for (auto &${name} : ${container})`, body)],
    viewsIota,
  ),
  iterator: byElement(
    ({ container, name }, body) => [
      block(`for (auto $it = std::begin(${container}); $it != std::end(${container}); ++$it)`, [
        `auto &${name} = *$it;`,
        ...body,
      ]),
    ],
    leftOver,
  ),
  'pointer-walk': byElement(
    ({ container, count, type, name }, body) => [
      block(`for (${type} *$p = &${container}[0], *$end = $p + ${count}; $p < $end; ++$p)`, [
        `${type} &${name} = *$p;`,
        ...body,
      ]),
    ],
    counted((n) => `for (int $i = 0, $end = ${n}; $i < $end; ++$i)`),
  ),
};

/** A loop without end, which stops when the program is told to. */
export type Forever = (body: Code[]) => Code[];

const stopIf = (condition: string) => block(`if (${condition})`, ['break;']);

/** All read the flag `running`; the simplest first. */
export const forevers: Record<string, Forever> = {
  'while-flag': (body) => [block('while ($running)', body)],
  'while-load': (body) => [block('while ($running.load(std::memory_order_relaxed))', body)],
  'for-;;': (body) => [block('for (;;)', body)],
  'while-true-break': (body) => [block('while (true)', [stopIf('!$running'), ...body])],
  'break-at-end': (body) => [block('for (;;)', [...body, stopIf('!$running')])],
  'do-while': (body) => [block('do', body, ' while ($running);')],
  'for-flag': (body) => [block('for (; $running;)', body)],
  'counting-for': (body) => [block('for (uint64_t $round = 0; $running; ++$round)', body)],
};

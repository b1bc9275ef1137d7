/**
 * Heads of columns as versions of the profiler write them: `Task Duration(us)`, `task_duration (us)`, `Task Duration(ms)`.
 * A column is found by its words, and its numbers come in the unit that is asked for.
 */

export interface Head {
  at: number;
  /** As the file has it, in lower case. */
  column: string;
  /** Makes its numbers those of the unit that was asked for. */
  factor: number;
}

/** Units of one kind, by what makes one of each. */
const KINDS: readonly ReadonlyMap<string, number>[] = [
  new Map([
    ['ns', 1e-9],
    ['us', 1e-6],
    ['\u00b5s', 1e-6],
    ['\u03bcs', 1e-6],
    ['ms', 1e-3],
    ['s', 1],
  ]),
  new Map([
    ['b', 1],
    ['bytes', 1],
    ['kb', 2 ** 10],
    ['mb', 2 ** 20],
    ['gb', 2 ** 30],
  ]),
  new Map([
    ['b/s', 1],
    ['kb/s', 1e3],
    ['mb/s', 1e6],
    ['gb/s', 1e9],
  ]),
];

interface Parts {
  words: string;
  unit: string;
}

function partsOf(name: string): Parts {
  const [, words = name, unit = ''] = /^([^(]*)\(([^()]*)\)$/.exec(name) ?? [];
  return { words: words.replaceAll('_', ' ').trim(), unit: unit.trim() };
}

/** How many of the one unit make the other; undefined where they measure different things. */
export function factorOf(from: string, to: string): number | undefined {
  if (from === to) return 1;
  const kind = KINDS.find((units) => units.has(from) && units.has(to));
  return kind && (kind.get(from) ?? 1) / (kind.get(to) ?? 1);
}

export class Heads {
  private readonly byWords = new Map<string, (Parts & { at: number; column: string })[]>();
  private readonly found = new Map<string, Head | undefined>();

  constructor(names: readonly string[]) {
    names.forEach((column, at) => {
      const parts = partsOf(column);
      const same = this.byWords.get(parts.words) ?? [];
      same.push({ ...parts, at, column });
      this.byWords.set(parts.words, same);
    });
  }

  /** @param name in lower case, with the unit that is wanted */
  find(name: string): Head | undefined {
    if (!this.found.has(name)) this.found.set(name, this.look(name));
    return this.found.get(name);
  }

  private look(name: string): Head | undefined {
    const { words, unit } = partsOf(name);
    const heads = (this.byWords.get(words) ?? []).flatMap(({ at, column, unit: own }): Head[] => {
      const factor = factorOf(own, unit);
      return factor === undefined ? [] : [{ at, column, factor }];
    });
    return heads.find(({ factor }) => factor === 1) ?? heads[0];
  }
}

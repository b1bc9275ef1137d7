/** Conditions of CMake, as far as the build files themselves decide them. */

/** Undefined where only a run of CMake would tell. */
export type Truth = boolean | undefined;

/** What the variables hold; undefined where that is known to be open. */
export type Variables = ReadonlyMap<string, string | undefined>;

const TRUE = /^(?:ON|YES|TRUE|Y|-?0*[1-9][\d.]*)$/i;
const FALSE = /^(?:OFF|NO|FALSE|N|IGNORE|NOTFOUND|0*|.*-NOTFOUND)$/i;

/** What CMake says of the systems on which programs for a device run. */
const SYSTEM: ReadonlyMap<string, Truth> = new Map([
  ['UNIX', true],
  ['LINUX', true],
  ['WIN32', false],
  ['APPLE', false],
  ['MSVC', false],
  ['ANDROID', false],
]);

/** Variables that CMake or what it finds sets. */
const SET_ELSEWHERE = /^(?:CMAKE_|PROJECT_|ENV\b)|_(?:FOUND|SOURCE_DIR|BINARY_DIR|VERSION|LIBRARIES)$/;

/** Deepest brackets that are followed. */
const MOST_BRACKETS = 100;

/** Whether `if(…)` holds. A variable that no build file sets is none, and counts as false: so CMake takes it. */
export function conditionTruth(words: readonly string[], variables: Variables): Truth {
  const reader = new ConditionReader(words, variables);
  const truth = reader.either();
  return reader.isAtEnd ? truth : undefined;
}

class ConditionReader {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly words: readonly string[],
    private readonly variables: Variables,
  ) {}

  get isAtEnd(): boolean {
    return this.at >= this.words.length;
  }

  either(): Truth {
    let truth = this.both();
    while (this.take('OR')) truth = or(truth, this.both());
    return truth;
  }

  private both(): Truth {
    let truth = this.single();
    while (this.take('AND')) truth = not(or(not(truth), not(this.single())));
    return truth;
  }

  private single(): Truth {
    let isTurned = false;
    while (this.take('NOT')) isTurned = !isTurned;
    const truth = this.plain();
    return isTurned ? not(truth) : truth;
  }

  private plain(): Truth {
    if (this.words[this.at] === '(' && this.depth < MOST_BRACKETS) return this.bracketed();
    const word = this.next();
    if (word === 'DEFINED') return this.isDefined(this.next());
    if (/^(?:EXISTS|TARGET|COMMAND|POLICY|TEST|IS_\w+)$/.test(word)) return void this.next();
    const test = this.words[this.at] ?? '';
    return /^[A-Z_]*(?:EQUAL|LESS|GREATER|MATCHES|IN_LIST)$/.test(test)
      ? this.compared(word, this.next(), this.next())
      : truthOf(word, this.variables);
  }

  private bracketed(): Truth {
    this.depth++;
    this.at++;
    const truth = this.either();
    this.depth--;
    return this.take(')') ? truth : undefined;
  }

  private isDefined(name: string): Truth {
    if (this.variables.has(name)) return this.variables.get(name) === undefined ? undefined : true;
    return SET_ELSEWHERE.test(name) ? undefined : false;
  }

  private compared(left: string, test: string, right: string): Truth {
    const [one, other] = [this.valueOf(left), this.valueOf(right)];
    if (one === undefined || other === undefined) return undefined;
    if (test === 'STREQUAL') return one === other;
    return test === 'EQUAL' ? Number(one) === Number(other) : undefined;
  }

  private valueOf(word: string): string | undefined {
    const expanded = expandVariables(word, this.variables);
    if (expanded.includes('${') || expanded.includes('$ENV')) return undefined;
    if (this.variables.has(expanded)) return this.variables.get(expanded);
    return SET_ELSEWHERE.test(expanded) ? undefined : expanded;
  }

  private next(): string {
    return this.words[this.at++] ?? '';
  }

  private take(word: string): boolean {
    if (this.words[this.at] !== word) return false;
    this.at++;
    return true;
  }
}

function truthOf(word: string, variables: Variables): Truth {
  const expanded = expandVariables(word, variables);
  if (expanded.includes('$')) return undefined;
  if (TRUE.test(expanded)) return true;
  if (FALSE.test(expanded)) return false;
  if (!variables.has(expanded))
    return SYSTEM.get(expanded) ?? (SET_ELSEWHERE.test(expanded) ? undefined : false);
  const value = variables.get(expanded);
  return value === undefined ? undefined : !FALSE.test(value);
}

/** Longest text that a word is made into. */
const MOST_TEXT = 10_000;

/** The word with the variables replaced that are known; what no build file sets is empty, as for CMake. */
export function expandVariables(word: string, variables: Variables): string {
  if (!word.includes('${')) return word;
  const text = word.replace(/\$\{(\w+)\}/g, (whole, name: string) => {
    if (variables.has(name)) return variables.get(name) ?? whole;
    return SET_ELSEWHERE.test(name) ? whole : '';
  });
  return text.length > MOST_TEXT ? word : text;
}

const not = (truth: Truth): Truth => (truth === undefined ? undefined : !truth);

const or = (one: Truth, other: Truth): Truth => {
  if (one === true || other === true) return true;
  return one === undefined || other === undefined ? undefined : false;
};

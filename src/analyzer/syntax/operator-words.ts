/** Operators that C++ has words for. */
const WORDS = new Map([
  ['and', '&&'],
  ['or', '||'],
  ['not', '!'],
  ['not_eq', '!='],
  ['bitand', '&'],
  ['bitor', '|'],
  ['xor', '^'],
  ['compl', '~'],
  ['and_eq', '&='],
  ['or_eq', '|='],
  ['xor_eq', '^='],
]);

/** The operator that a word stands for; any other text is one. */
export const symbolOf = (text: string): string => WORDS.get(text) ?? text;

/** English in what Chinese users see. */

/** What stands in quotes is of the program or is to be written as it is; so are comments of ours and URLs. */
const CODE = /`[^`]*`|"[^"]*"|“[^”]*”|\/\/ acl-perf:.*|\w+:\/\/\S+/g;

/** Plain words in a row, `least` or more, are a sentence: code has signs, capitals or figures in it. */
export function englishIn(text: string, least = 3): string[] {
  const words = new RegExp(String.raw`\b[A-Za-z]?[a-z]+(?:,? [a-z]+){${String(least - 1)},}\b`, 'g');
  return text.replace(CODE, '·').match(words) ?? [];
}

export const hasChinese = (text: string): boolean => /[\u4e00-\u9fff]/.test(text);

/** Names of places, as `{0}` or `{name}`, in order of the alphabet. */
export const placesIn = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{\w+\}/g)].map(([place]) => place))].sort();

/**
 * Text of others (names, paths, quotations) for a terminal, a label or a log: control characters, which a terminal obeys,
 * and those that turn the direction of writing, so that one name reads as another, are written as `\u001b`. Line feeds
 * and tabs stay. Within JSON the result is the same value.
 */
export const visible = (text: string): string => text.replace(UNSEEN, escaped);

const UNSEEN = /(?![\n\t])[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

const escaped = (character: string): string =>
  String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A value with all its texts made visible but names of files, which have to find them again; itself where nothing changes. */
export function visibleIn<T>(value: T): T;
export function visibleIn(value: unknown): unknown {
  if (typeof value === 'string') return visible(value);
  if (typeof value !== 'object' || value === null) return value;
  const before = Object.entries(value);
  const after = before.map(([key, each]) => [key, key === 'file' ? each : visibleIn<unknown>(each)] as const);
  if (after.every(([, each], i) => each === before[i]?.[1])) return value;
  return Array.isArray(value) ? after.map(([, each]) => each) : Object.fromEntries(after);
}

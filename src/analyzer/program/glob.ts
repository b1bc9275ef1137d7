/** Names matched against a pattern of a build file, without a regular expression: its author decides what it costs. */

/** Whether `*` (any run) and `?` (any one character) of the pattern stand for the rest of the name. */
export function globMatches(pattern: string, name: string): boolean {
  let at = 0;
  let from = 0;
  // Where the last `*` stands and how far the name goes that it has taken: an earlier one never needs to take more.
  let star = -1;
  let taken = 0;
  while (from < name.length) {
    if (pattern[at] === '*') {
      star = at++;
      taken = from;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[from])) {
      at++;
      from++;
    } else if (star >= 0) {
      at = star + 1;
      from = ++taken;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

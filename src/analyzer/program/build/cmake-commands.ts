/** The commands of a CMake file, as they stand: nothing is expanded yet. */

export interface Command {
  /** In lower case. */
  command: string;
  args: string[];
}

/** Each alternative takes at least what the next attempt would begin with, so that reading is linear. */
const TOKEN = /#[^\n]*|"(?:[^"\\]|\\[^])*(?:"|$)|[()]|[^\s"();#]+/g;

/** Commands in order. Of brackets inside the arguments only the words are kept, but in conditions, which need them. */
export function* commandsOf(text: string): Generator<Command> {
  let name = '';
  let args: string[] = [];
  let depth = 0;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token.startsWith('#')) continue;
    const isInner = depth > (token === ')' ? 1 : 0);
    if (/^[()]$/.test(token) && isInner && /^(?:else)?if$/.test(name)) args.push(token);
    if (token === '(') depth++;
    else if (token === ')') {
      if (depth > 0 && --depth === 0 && name) yield { command: name, args };
      if (depth === 0) [name, args] = ['', []];
    } else if (depth > 0) args.push(unquoted(token));
    else name = /^\w+$/.test(token) ? token.toLowerCase() : '';
  }
}

function unquoted(token: string): string {
  if (!token.startsWith('"')) return token;
  return token.endsWith('"') && token.length > 1 ? token.slice(1, -1) : token.slice(1);
}

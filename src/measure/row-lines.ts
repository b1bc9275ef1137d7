/** String, punctuation or line end of JSON: what tells where a value stands. */
const TOKEN = /"(?:[^"\\]|\\.)*"?|[{}[\]:]|\n/g;

/** Lines (from 1) on which the rows of `{"rows": [{…}, …]}` begin. @param text JSON that parses to such an object. */
export function rowLines(text: string): number[] {
  const lines: number[] = [];
  let [line, depth, key, last] = [1, 0, '', ''];
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '\n') line++;
    else if (token === ':' && depth === 1) key = last;
    if (token === '{' && depth === 2 && key === '"rows"') lines.push(line);
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    last = token;
  }
  return lines;
}

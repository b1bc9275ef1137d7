import type { Console } from '../console.ts';

/** Each JSON document on a line of its own: who reads what a watch prints knows where one ends. */
export const jsonLines = (out: Console): Console => ({
  ...out,
  print: (text) => out.print(JSON.stringify(JSON.parse(text))),
});

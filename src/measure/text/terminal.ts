/** What a terminal was sent, as text: without colours, and with a line where the cursor was put elsewhere. */

const ESCAPE = '\u001b';
/** Control sequences (`ESC [ … letter`), titles (`ESC ] … BEL`) and character sets (`ESC ( B`). */
// eslint-disable-next-line no-control-regex -- what a terminal is controlled by is what is looked for
const SEQUENCE = /\u001b(?:\[([\d;?]*)([A-Za-z])|\][^\u0007\u001b]*\u0007?|[()][A-Z\d]|[=>78cM])/g;
/** Put the cursor elsewhere: to a place, up, down, or to the start of a line. */
const MOVES = new Set(['H', 'f', 'A', 'B', 'E', 'F', 'd']);

/** Nearly always the line itself. */
export function terminalLines(line: string): readonly string[] {
  if (!line.includes(ESCAPE)) return [line];
  const plain = line.replaceAll(SEQUENCE, (_, __, letter: string | undefined) =>
    MOVES.has(letter ?? '') ? '\n' : '',
  );
  return plain.split('\n').filter((text, i, all) => text !== '' || all.length === 1 || i === all.length - 1);
}

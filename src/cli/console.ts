/** The two streams of a command: results on stdout, and nothing else there; words about the run on stderr. */
import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

export interface Console {
  /** Writes results to stdout; the newline at the end is added. */
  print(text: string): void;
  /** One line on stderr. */
  note(text: string): void;
  style(style: Style, text: string): string;
}

function colourWanted(): boolean {
  const { NO_COLOR, TERM } = process.env;
  return process.stdout.isTTY && (NO_COLOR === undefined || NO_COLOR === '') && TERM !== 'dumb';
}

/** A reader that went away (`| head`) ends the run quietly; its own status is the pipe's business. */
function endOnBrokenPipe(error: NodeJS.ErrnoException): void {
  process.exit(error.code === 'EPIPE' ? 0 : 2);
}

export function openConsole(): Console {
  const colour = colourWanted();
  process.stdout.on('error', endOnBrokenPipe);
  process.stderr.on('error', endOnBrokenPipe);
  return {
    print: (text) => void process.stdout.write(`${text}\n`),
    note: (text) => void process.stderr.write(`acl-perf: ${text}\n`),
    style: (style, text) => (colour ? styleText(style, text) : text),
  };
}

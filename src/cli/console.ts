/** The two streams of a command: results on stdout, and nothing else there; words about the run on stderr. */
import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

export interface Console {
  /** Writes results to stdout; the newline at the end is added. */
  print(text: string): void;
  /** A line on stderr beside a result: said when the result is printed, or with `flush`. */
  note(text: string): void;
  flush(): void;
  /** The one line of a run that failed; notes of a result that never came are dropped. */
  fail(text: string): void;
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
  let notes: string[] = [];
  const say = (text: string): void => void process.stderr.write(`acl-perf: ${text}\n`);
  const flush = (): void => {
    const due = notes;
    notes = [];
    due.forEach(say);
  };
  return {
    print: (text) => {
      flush();
      process.stdout.write(`${text}\n`);
    },
    note: (text) => void notes.push(text),
    flush,
    fail: (text) => {
      notes = [];
      say(text);
    },
    style: (style, text) => (colour ? styleText(style, text) : text),
  };
}

/** The two streams of a command: results on stdout, and nothing else there; words about the run on stderr. */
import { styleText } from 'node:util';
import type { Locale } from '../pipeline/words.ts';
import { sentence } from '../pipeline/words.ts';
import type { Message } from './messages.ts';
import { MESSAGES } from './messages.ts';

type Style = Parameters<typeof styleText>[0];

export interface Console {
  /** Writes results to stdout; the newline at the end is added. */
  print(text: string): void;
  /** The language of all that is said. */
  readonly locale: Locale;
  /** A line on stderr beside a result: said when the result is printed, or with `flush`. */
  note(what: string | Message): void;
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

export function openConsole(locale: Locale): Console {
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
    locale,
    note: (what) => void notes.push(typeof what === 'string' ? what : sentence(MESSAGES, what, locale)),
    flush,
    fail: (text) => {
      notes = [];
      say(text);
    },
    style: (style, text) => (colour ? styleText(style, text) : text),
  };
}

/** The two streams of a command: results on stdout, and nothing else there; words about the run on stderr. */
import { randomUUID } from 'node:crypto';
import { styleText } from 'node:util';
import type { Locale } from '../pipeline/words.ts';
import { sentence } from '../pipeline/words.ts';
import { visible } from '../pipeline/visible.ts';
import { fileProblem } from './failure.ts';
import type { Message } from './messages.ts';
import { message, MESSAGES } from './messages.ts';
import { STATUS } from './status.ts';

type Style = Parameters<typeof styleText>[0];

export interface Console {
  /** Writes results to stdout; the newline at the end is added. */
  print(text: string): void;
  /** The language of all that is said. */
  readonly locale: Locale;
  /** A line on stderr beside a result: said when the result is printed, or with `flush`. */
  note(what: string | Message): void;
  flush(): void;
  /** What is worked on, for whoever waits at a terminal: one line there that the next takes the place of. */
  progress(what: Message): void;
  /** Takes what was printed off the screen, where stdout is one, for an answer in its place. */
  clear(): void;
  /** The one line of a run that failed; notes of a result that never came are dropped. */
  fail(text: string): void;
  style(style: Style, text: string): string;
}

function colourWanted(): boolean {
  const { NO_COLOR, TERM } = process.env;
  return process.stdout.isTTY && (NO_COLOR === undefined || NO_COLOR === '') && TERM !== 'dumb';
}

/** A reader that went away, or a full disk: a result that is cut short must not pass for a whole one. */
function endOnLostOutput(error: Error, locale: Locale): void {
  const what = sentence(MESSAGES, message('in-file', { file: 'stdout', what: fileProblem(error) }), locale);
  process.stderr.write(`acl-perf: ${what}\n`);
  process.exit(STATUS.usageOrInput);
}

const ESCAPE = String.fromCharCode(27);

/** The screen, and what has left it at the top: an answer that is longer than the screen is not to be read twice. */
const CLEARED = `${ESCAPE}[2J${ESCAPE}[3J${ESCAPE}[H`;

/** A style as the terminal takes it, with a key of this run for the escape: no text that is printed can have it. */
function styled(style: Style, text: string, key: string): string {
  const [open = '', close = ''] = styleText(style, '|').split('|');
  return [open, text, close].map((part, i) => (i === 1 ? part : part.replaceAll(ESCAPE, key))).join('');
}

/** Times between two lines that somebody can read, ms. */
const READABLE = 100;

/** One line on stderr that comes and goes; none where no terminal shows it. */
function progressLine() {
  const wanted = process.stderr.isTTY && process.env['TERM'] !== 'dumb';
  let shown = false;
  let last = 0;
  return {
    show(text: string): void {
      if (!wanted || performance.now() - last < READABLE) return;
      last = performance.now();
      shown = true;
      process.stderr.write(`\r${ESCAPE}[K${text.slice(0, Math.max(10, process.stderr.columns - 1))}`);
    },
    clear(): void {
      if (shown) process.stderr.write(`\r${ESCAPE}[K`);
      shown = false;
    },
  };
}

export function openConsole(locale: Locale): Console {
  const colour = colourWanted();
  const key = randomUUID();
  const safe = (text: string): string => visible(text).replaceAll(key, ESCAPE);
  process.stdout.once('error', (error) => endOnLostOutput(error, locale));
  // Nobody is left to be told.
  process.stderr.once('error', () => process.exit(STATUS.usageOrInput));
  let notes: string[] = [];
  const line = progressLine();
  const say = (text: string): void => {
    line.clear();
    process.stderr.write(`acl-perf: ${safe(text)}\n`);
  };
  const flush = (): void => {
    const due = notes;
    notes = [];
    due.forEach(say);
  };
  return {
    print: (text) => {
      line.clear();
      flush();
      process.stdout.write(`${safe(text)}\n`);
    },
    locale,
    note: (what) => void notes.push(typeof what === 'string' ? what : sentence(MESSAGES, what, locale)),
    flush: () => {
      line.clear();
      flush();
    },
    progress: (what) => line.show(safe(sentence(MESSAGES, what, locale))),
    clear: () => {
      if (process.stdout.isTTY && process.env['TERM'] !== 'dumb') process.stdout.write(CLEARED);
    },
    fail: (text) => {
      notes = [];
      say(text);
    },
    style: (style, text) => (colour ? styled(style, text, key) : text),
  };
}

/** Watches the source of a command, with one session that each change is taken into. */
import type { Console } from '../console.ts';
import type { Message } from '../messages.ts';
import type { Opened, Seen } from '../open.ts';
import { openedOf, see, withSeen } from '../open.ts';
import { watchOver } from '../watchdog.ts';
import type { WatchOptions } from './beside.ts';
import { besideFiles, optionFiles, refusePipes, textsOf } from './beside.ts';
import { takeIn, textChanges } from './changes.ts';
import type { Subject } from './loop.ts';
import { watchFor } from './loop.ts';
import { placesOf } from './places.ts';
import { Texts } from './texts.ts';

type Answer = (opened: Opened) => Promise<unknown>;

/** Throws `CliError` as opening the session does, for what cannot be answered from the beginning. */
export async function watchSession(
  paths: readonly string[],
  options: WatchOptions,
  answer: Answer,
  out: Console,
): Promise<never> {
  watchOver(out);
  refusePipes(optionFiles(options));
  return watchFor(new WatchedSession(paths, options, answer, out), out);
}

class WatchedSession implements Subject {
  private readonly texts = new Texts();
  private opened: Opened | undefined;
  /** Absolute names of the files that are read, and of those beside them. */
  private read: string[] = [];
  private beside: string[];
  private besideTexts = new Map<string, string | undefined>();

  constructor(
    private readonly paths: readonly string[],
    private readonly options: WatchOptions,
    private readonly make: Answer,
    private readonly out: Console,
  ) {
    this.beside = optionFiles(options);
  }

  places() {
    return placesOf(this.paths, [...this.read, ...this.beside]);
  }

  files(): number {
    return this.read.length;
  }

  async look(): Promise<Message[]> {
    const { paths, options, out, texts } = this;
    const seen = await see(paths, options, out, texts.read);
    const changes = await this.take(seen);
    this.read = seen.files.map(({ file }) => file);
    this.beside = besideFiles(options, seen.inputs.folder, seen.config);
    const besideTexts = textsOf(this.beside, texts);
    const all = [...changes, ...textChanges(this.besideTexts, besideTexts)];
    this.besideTexts = besideTexts;
    return all;
  }

  private async take(seen: Seen): Promise<Message[]> {
    const { opened, options, out } = this;
    const changes = opened ? takeIn(seen, opened.session) : [];
    this.opened = await (opened ? withSeen(opened, seen, options, out) : openedOf(seen, options, out));
    return changes;
  }

  async answer(): Promise<void> {
    if (this.opened) await this.make(this.opened);
  }
}

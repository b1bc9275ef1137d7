/** Watches one file that is no source, as a pipeline written by hand. */
import path from 'node:path';
import { findConfig } from '../config.ts';
import type { Console } from '../console.ts';
import type { WatchOptions } from './beside.ts';
import { besideFiles, optionFiles, refusePipes, textsOf } from './beside.ts';
import { textChanges } from './changes.ts';
import { watchFor } from './loop.ts';
import { placesOf } from './places.ts';
import { Texts } from './texts.ts';

export function watchFile(
  file: string,
  options: WatchOptions,
  answer: () => Promise<unknown>,
  out: Console,
): Promise<never> {
  refusePipes([file, ...optionFiles(options)]);
  const texts = new Texts();
  const folder = path.dirname(path.resolve(file));
  let beside = optionFiles(options);
  let known = new Map<string, string | undefined>();
  const look = () => {
    beside = besideFiles(options, folder, findConfig(options, folder, out));
    const now = textsOf([path.resolve(file), ...beside], texts);
    const changes = textChanges(known, now);
    known = now;
    return Promise.resolve(changes);
  };
  return watchFor({ places: () => placesOf([], [file, ...beside]), files: () => 1, look, answer }, out);
}

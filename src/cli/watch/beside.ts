/** The files beside the source that an answer hangs on: settings, profile, measurements and baseline. */
import { statSync } from 'node:fs';
import path from 'node:path';
import type { CommonOptions, LoadedConfig } from '../config.ts';
import { measuredFile, pathIn } from '../config.ts';
import { CliError, fileError } from '../failure.ts';
import { displayName } from '../inputs.ts';
import { message } from '../messages.ts';
import { nearestConfig } from '../nearest-config.ts';
import type { Texts } from './texts.ts';

/** Options that files hang on; only `check` has a baseline. */
export type WatchOptions = CommonOptions & { baseline?: string };

/** Throws `CliError` for options that make no sense with `--watch`, or would have it change what it watches. */
export function refuseWith(given: Readonly<Record<string, boolean | undefined>>): void {
  for (const [option, isGiven] of Object.entries(given))
    if (isGiven) throw new CliError('watch-without', { option });
}

/** Throws `CliError` for a pipe: what has been read of it is gone. */
export function refusePipes(files: readonly (string | undefined)[]): void {
  for (const file of files)
    if (file !== undefined && statSync(file, { throwIfNoEntry: false })?.isFIFO())
      throw fileError(file, message('watch-pipe'));
}

export const optionFiles = ({ profile, baseline, config }: WatchOptions): string[] =>
  [profile, baseline, config].filter((file) => typeof file === 'string');

/** Absolute; without those that are not there yet, but for what the configuration names. */
export function besideFiles(
  options: WatchOptions,
  folder: string,
  config: LoadedConfig | undefined,
): string[] {
  const near = options.config === undefined ? nearestConfig(folder) : undefined;
  const named = config ? [config.profile, config.baseline] : [];
  const own = config ? named.flatMap((name) => (name === undefined ? [] : pathIn(config, name))) : [];
  const measured = measuredFile(config);
  const all = [...optionFiles(options), near, ...own, measured];
  return [...new Set(all.flatMap((file) => (file === undefined ? [] : path.resolve(file))))];
}

/** Their texts, by the names that the user knows them by. */
export function textsOf(files: readonly string[], texts: Texts): Map<string, string | undefined> {
  return new Map(
    files.map((file) => {
      const text = texts.read(file);
      return [displayName(file), typeof text === 'string' ? text : undefined];
    }),
  );
}

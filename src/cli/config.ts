/** The settings of a run: options, before `.acl-perf.json`, before the defaults. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Stats } from 'node:fs';
import * as v from 'valibot';
import type { AnalysisSettings } from '../analyzer/analysis.ts';
import type { WorkspaceConfig } from '../analyzer/config.ts';
import { parseConfig } from '../analyzer/config.ts';
import { DEFAULT_DEVICE } from '../pipeline/devices.ts';
import { isRemote } from '../pipeline/remote-path.ts';
import { MEASURED_NAME, parseMeasured, withMeasured } from '../profile/measured.ts';
import type { DeviceProfile } from '../profile/profile.ts';
import { type Deployment, deployedCounts, DeploymentSchema } from '../pipeline/deployment.ts';
import { deployedOn } from '../profile/deployment.ts';
import { deviceIds, loadProfile, parseProfileFile, withCann } from '../profile/load.ts';
import type { SessionSettings } from '../service/session.ts';
import type { Console } from './console.ts';
import { CliError, fileError, fileProblem } from './failure.ts';
import { displayName } from './inputs.ts';
import { message } from './messages.ts';
import { nearestConfig, oddityOf } from './nearest-config.ts';
import { parseSettings } from './numbers.ts';

/** Options of every command that analyses or simulates. */
export interface CommonOptions {
  device?: string;
  profile?: string;
  cann?: string;
  define?: string[];
  /** Functions that are called once a frame. */
  entry?: string[];
  set?: string[];
  deploy?: string[];
  /** A path, or false for `--no-config`. */
  config?: string | boolean;
  locale?: string;
  /** Says all notices, each at its place. */
  verbose?: boolean;
}

export interface LoadedConfig extends WorkspaceConfig {
  /** Absolute folder that its paths are relative to. */
  folder: string;
}

/**
 * The configuration named, or the nearest one from `folder` upwards. One that nobody named and that is another user's, or
 * lies outside of what is worked on, is taken with a word.
 */
export function findConfig(options: CommonOptions, folder: string, out: Console): LoadedConfig | undefined {
  if (options.config === false) return undefined;
  if (typeof options.config === 'string') return configIn(readInput(options.config), options.config);
  const file = nearestConfig(folder);
  if (file === undefined) return undefined;
  const config =
    path.basename(file) === MEASURED_NAME
      ? { settings: {}, folder: path.dirname(file) }
      : configIn(readRegular(file), file);
  const why = oddityOf(file, folder);
  if (why) out.note(message('in-file', { file: displayName(file), what: message(why) }));
  return config;
}

const configIn = (text: string, file: string): LoadedConfig => ({
  ...parseConfig(text, file),
  folder: path.dirname(path.resolve(file)),
});

/** Text of a file that an option names: it may be a pipe, as of `<(…)`. */
export function readInput(file: string): string {
  return textOf(file, (stats) => stats.isFile() || stats.isFIFO());
}

/** Text of a file that the user has not named: no pipe, which may never end, is opened. */
export function readRegular(file: string): string {
  return textOf(file, (stats) => stats.isFile());
}

/** Throws `CliError` for what cannot be read, a device and a folder among it. */
function textOf(file: string, isWanted: (stats: Stats) => boolean): string {
  try {
    const stats = statSync(file);
    if (!isWanted(stats))
      throw fileError(file, message(stats.isDirectory() ? 'is-directory' : 'not-regular'));
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw error instanceof CliError ? error : fileError(file, fileProblem(error));
  }
}

/** Where a path of the configuration leads, which is anybody's text. Throws `CliError` for another machine. */
export function pathIn({ folder }: LoadedConfig, name: string): string {
  if (isRemote(name)) throw fileError(name, message('remote-path'));
  return path.resolve(folder, name);
}

export function sessionSettings(options: CommonOptions, config: LoadedConfig | undefined): SessionSettings {
  const base = measuredOn(profileOf(options, config), options, config);
  const settings: AnalysisSettings = { ...config?.settings, device: base.id };
  const cannVersion = options.cann ?? settings.cannVersion ?? base.cann;
  if (cannVersion !== undefined) settings.cannVersion = cannVersion;
  const deployment = { ...config?.deployment, ...parseDeployment(options.deploy ?? []) };
  const profile = deployedOn(withCann(base, cannVersion), deployment);
  if (options.define?.length) settings.defines = { ...settings.defines, ...parseDefines(options.define) };
  if (options.entry?.length) settings.entries = options.entry;
  const counts = deployedCounts(deployment);
  const set = parseSettings(options.set ?? [], '--set');
  return { ...settings, profile, parameters: { ...counts, ...config?.parameters, ...set } };
}

/** The file of what was measured: as the configuration says, else the one beside it; undefined where there is none. */
export function measuredFile(config: LoadedConfig | undefined): string | undefined {
  if (config === undefined) return undefined;
  if (config.measured !== undefined) return pathIn(config, config.measured);
  const beside = path.join(config.folder, MEASURED_NAME);
  return existsSync(beside) ? beside : undefined;
}

function measuredOn(
  base: DeviceProfile,
  options: CommonOptions,
  config: LoadedConfig | undefined,
): DeviceProfile {
  const file = measuredFile(config);
  if (file === undefined) return base;
  const name = displayName(file);
  const isOwn =
    options.profile !== undefined || (options.device === undefined && config?.profile !== undefined);
  const cann = options.cann ?? config?.settings.cannVersion;
  return withMeasured(base, parseMeasured(readRegular(file), name), { cann, isOwn, file: name });
}

function profileOf(options: CommonOptions, config: LoadedConfig | undefined): DeviceProfile {
  if (options.profile !== undefined) return parseProfileFile(readInput(options.profile), options.profile);
  if (options.device !== undefined) return shippedProfile(options.device);
  if (config?.profile !== undefined) {
    const file = pathIn(config, config.profile);
    return parseProfileFile(readRegular(file), file);
  }
  return shippedProfile(config?.settings.device ?? DEFAULT_DEVICE);
}

function shippedProfile(device: string): DeviceProfile {
  const known = deviceIds();
  if (known.includes(device)) return loadProfile(device);
  throw new CliError('unknown-device', { name: device, names: known });
}

/** `--deploy devices=4`. Throws `CliError` for a name or a number that no deployment has. */
function parseDeployment(options: string[]): Deployment {
  const result = v.safeParse(DeploymentSchema, parseSettings(options, '--deploy'));
  if (result.success) return result.output;
  throw new CliError('bad-deployment', { given: options });
}

function parseDefines(defines: string[]): Record<string, string> {
  return Object.fromEntries(
    defines.map((define) => {
      const at = define.indexOf('=');
      return at < 0 ? [define, '1'] : [define.slice(0, at), define.slice(at + 1)];
    }),
  );
}

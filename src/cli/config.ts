/** The settings of a run: options, before `.acl-perf.json`, before the defaults. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { AnalysisSettings } from '../analyzer/analysis.ts';
import type { WorkspaceConfig } from '../analyzer/config.ts';
import { parseConfig } from '../analyzer/config.ts';
import type { DeviceProfile } from '../profile/profile.ts';
import { deviceIds, loadProfile, parseProfileFile, withCann } from '../profile/load.ts';
import { CONFIG_NAME } from '../server/protocol-sources.ts';
import type { SessionSettings } from '../service/session.ts';
import { CliError, fileError, fileProblem } from './failure.ts';
import { parseSettings } from './numbers.ts';

/** Options of every command that analyses or simulates. */
export interface CommonOptions {
  device?: string;
  profile?: string;
  cann?: string;
  define?: string[];
  set?: string[];
  /** A path, or false for `--no-config`. */
  config?: string | boolean;
  locale?: string;
}

export interface LoadedConfig extends WorkspaceConfig {
  /** Absolute folder that its paths are relative to. */
  folder: string;
}

/** The configuration named, or the nearest one from `folder` upwards. */
export function findConfig(options: CommonOptions, folder: string): LoadedConfig | undefined {
  if (options.config === false) return undefined;
  if (typeof options.config === 'string') return readConfig(options.config);
  for (let at = folder; ; at = path.dirname(at)) {
    const file = path.join(at, CONFIG_NAME);
    if (existsSync(file)) return readConfig(file);
    if (path.dirname(at) === at) return undefined;
  }
}

function readConfig(file: string): LoadedConfig {
  return { ...parseConfig(readInput(file), file), folder: path.dirname(path.resolve(file)) };
}

/** Text of a file that an option names. */
export function readInput(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw fileError(file, fileProblem(error));
  }
}

export function sessionSettings(options: CommonOptions, config: LoadedConfig | undefined): SessionSettings {
  const base = profileOf(options, config);
  const settings: AnalysisSettings = { ...config?.settings, device: base.id };
  const cannVersion = options.cann ?? settings.cannVersion ?? base.cann;
  if (cannVersion !== undefined) settings.cannVersion = cannVersion;
  const profile = withCann(base, cannVersion);
  if (options.define?.length) settings.defines = { ...settings.defines, ...parseDefines(options.define) };
  return { ...settings, profile, parameters: { ...config?.parameters, ...parseSettings(options.set ?? []) } };
}

function profileOf(options: CommonOptions, config: LoadedConfig | undefined): DeviceProfile {
  if (options.profile !== undefined) return profileIn(options.profile);
  if (options.device !== undefined) return shippedProfile(options.device);
  if (config?.profile !== undefined) return profileIn(path.resolve(config.folder, config.profile));
  return shippedProfile(config?.settings.device ?? 'ascend310');
}

const profileIn = (file: string): DeviceProfile => parseProfileFile(readInput(file), file);

function shippedProfile(device: string): DeviceProfile {
  const known = deviceIds();
  if (known.includes(device)) return loadProfile(device);
  throw new CliError('unknown-device', { name: device, names: known });
}

function parseDefines(defines: string[]): Record<string, string> {
  return Object.fromEntries(
    defines.map((define) => {
      const at = define.indexOf('=');
      return at < 0 ? [define, '1'] : [define.slice(0, at), define.slice(at + 1)];
    }),
  );
}

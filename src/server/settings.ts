/** The settings in force: the workspace's `.acl-perf.json` before the editor's `ascendcl.*`, before the defaults. */
import * as v from 'valibot';
import type { Connection } from 'vscode-languageserver';
import type { Baseline } from '../analyzer/baseline.ts';
import { parseBaseline } from '../analyzer/baseline.ts';
import type { WorkspaceConfig } from '../analyzer/config.ts';
import { parseConfig } from '../analyzer/config.ts';
import { loadProfile, parseProfile, withCann } from '../profile/load.ts';
import type { DeviceProfile } from '../profile/profile.ts';
import type { SessionSettings } from '../service/session.ts';
import type { FileLimits, WorkspaceFiles } from './host.ts';
import type { ServerSettings } from './protocol-settings.ts';
import { serverSettingsSchema } from './protocol-settings.ts';
import { inWords } from './state.ts';

export const CONFIG_NAME = '.acl-perf.json';

export const defaultSettings = (): ServerSettings => v.parse(serverSettingsSchema, {});

/** What the client says of `ascendcl`; each bad value falls back by itself. */
export async function pullSettings(connection: Connection): Promise<ServerSettings> {
  const value: unknown = await connection.workspace.getConfiguration('ascendcl');
  return v.parse(serverSettingsSchema, value ?? {});
}

export const fileLimits = ({ limits }: ServerSettings): FileLimits => ({
  bytes: limits.fileSize * 1024,
  files: limits.files,
});

export interface LoadedSettings {
  session: SessionSettings;
  baseline: Baseline | undefined;
  /** What is wrong with the files that the settings name, in words. */
  problems: string[];
}

/** Reads what the settings name. What cannot be read is said and left out: an editor goes on with the rest. */
export async function loadSettings(
  settings: ServerSettings,
  folders: readonly string[],
  files: WorkspaceFiles,
): Promise<LoadedSettings> {
  const problems: string[] = [];
  const limits = fileLimits(settings);
  const read = async (path: string): Promise<string | undefined> => {
    const uris = path.includes('://') ? [path] : folders.map((folder) => `${folder}/${path}`);
    const texts = await files.read(uris.map(encodeURI), limits);
    return texts.find((text) => text !== null) ?? undefined;
  };
  const config = configOf(await read(CONFIG_NAME), problems);
  const profileText = await namedText(config?.profile ?? settings.profile, read, problems);
  const baselineText = config?.baseline === undefined ? undefined : await read(config.baseline);
  return {
    session: sessionSettings(settings, config, profileText, problems),
    baseline: attempt(baselineText, (text) => parseBaseline(text, config?.baseline ?? ''), problems),
    problems,
  };
}

function configOf(text: string | undefined, problems: string[]): WorkspaceConfig | undefined {
  return attempt(text, (found) => parseConfig(found, CONFIG_NAME), problems);
}

async function namedText(
  path: string,
  read: (path: string) => Promise<string | undefined>,
  problems: string[],
): Promise<string | undefined> {
  if (path === '') return undefined;
  const text = await read(path);
  if (text === undefined) problems.push(`${path}: the device profile cannot be read`);
  return text;
}

function attempt<T>(text: string | undefined, parse: (text: string) => T, problems: string[]): T | undefined {
  if (text === undefined) return undefined;
  try {
    return parse(text);
  } catch (error) {
    problems.push(inWords(error));
    return undefined;
  }
}

function sessionSettings(
  settings: ServerSettings,
  config: WorkspaceConfig | undefined,
  profileText: string | undefined,
  problems: string[],
): SessionSettings {
  const base =
    attempt(profileText, profileFrom, problems) ??
    deviceProfile(config?.settings.device ?? settings.device, problems);
  const cannVersion = config?.settings.cannVersion ?? (settings.cannVersion || base.cann);
  const profile = withCann(base, cannVersion);
  return {
    ...config?.settings,
    ...(cannVersion === undefined ? {} : { cannVersion }),
    defines: { ...settings.defines, ...config?.settings.defines },
    rules: { ...settings.rules, ...config?.settings.rules },
    device: profile.id,
    profile,
    parameters: { ...settings.parameters, ...config?.parameters },
  };
}

/** A profile, or what `acl-perf calibrate` printed, which has one in it. */
function profileFrom(text: string): DeviceProfile {
  const value: unknown = JSON.parse(text);
  return parseProfile(
    typeof value === 'object' && value !== null && 'profile' in value ? value.profile : value,
  );
}

function deviceProfile(id: string, problems: string[]): DeviceProfile {
  try {
    return loadProfile(id);
  } catch (error) {
    problems.push(inWords(error));
    return loadProfile();
  }
}

/** The settings in force: the workspace's `.acl-perf.json` before the editor's `ascendcl.*`, before the defaults. */
import * as v from 'valibot';
import type { Connection } from 'vscode-languageserver';
import type { Baseline } from '../analyzer/baseline.ts';
import { parseBaseline } from '../analyzer/baseline.ts';
import type { WorkspaceConfig } from '../analyzer/config.ts';
import { parseConfig } from '../analyzer/config.ts';
import { FileError } from '../pipeline/json-file.ts';
import { loadProfile, parseProfileFile, withCann } from '../profile/load.ts';
import type { DeviceProfile } from '../profile/profile.ts';
import type { SessionSettings } from '../service/session.ts';
import type { FileLimits, WorkspaceFiles } from './host.ts';
import type { ServerSettings } from './protocol-settings.ts';
import { serverSettingsSchema } from './protocol-settings.ts';

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
  /** Errors of the files that the settings name. */
  problems: unknown[];
}

/** Reads what the settings name. What cannot be read is said and left out: an editor goes on with the rest. */
export async function loadSettings(
  settings: ServerSettings,
  folders: readonly string[],
  files: WorkspaceFiles,
): Promise<LoadedSettings> {
  const problems: unknown[] = [];
  const limits = fileLimits(settings);
  const read = async (path: string): Promise<string | undefined> => {
    const uris = path.includes('://') ? [path] : folders.map((folder) => `${folder}/${path}`);
    const texts = await files.read(uris.map(encodeURI), limits);
    return texts.find((text) => text !== null) ?? undefined;
  };
  const config = configOf(await read(CONFIG_NAME), problems);
  const profileFile = config?.profile ?? settings.profile;
  const profileText = await namedText(profileFile, read, problems);
  const profile = attempt(profileText, (text) => parseProfileFile(text, profileFile), problems);
  const baselineText = config?.baseline === undefined ? undefined : await read(config.baseline);
  return {
    session: sessionSettings(settings, config, profile, problems),
    baseline: attempt(baselineText, (text) => parseBaseline(text, config?.baseline ?? ''), problems),
    problems,
  };
}

function configOf(text: string | undefined, problems: unknown[]): WorkspaceConfig | undefined {
  return attempt(text, (found) => parseConfig(found, CONFIG_NAME), problems);
}

async function namedText(
  path: string,
  read: (path: string) => Promise<string | undefined>,
  problems: unknown[],
): Promise<string | undefined> {
  if (path === '') return undefined;
  const text = await read(path);
  if (text === undefined) problems.push(new FileError(path, 'unreadable-profile'));
  return text;
}

function attempt<T>(
  text: string | undefined,
  parse: (text: string) => T,
  problems: unknown[],
): T | undefined {
  if (text === undefined) return undefined;
  try {
    return parse(text);
  } catch (error) {
    problems.push(error);
    return undefined;
  }
}

function sessionSettings(
  settings: ServerSettings,
  config: WorkspaceConfig | undefined,
  named: DeviceProfile | undefined,
  problems: unknown[],
): SessionSettings {
  const base = named ?? deviceProfile(config?.settings.device ?? settings.device, problems);
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

function deviceProfile(id: string, problems: unknown[]): DeviceProfile {
  try {
    return loadProfile(id);
  } catch (error) {
    problems.push(error);
    return loadProfile();
  }
}

/**
 * The settings in force in each workspace folder: its `.acl-perf.json` before the editor's `ascendcl.*`, before the
 * defaults. For files of no folder the editor's alone.
 */
import * as v from 'valibot';
import type { Connection } from 'vscode-languageserver';
import type { Baseline } from '../analyzer/baseline.ts';
import { parseBaseline } from '../analyzer/baseline.ts';
import { ByFolder } from '../analyzer/by-folder.ts';
import type { WorkspaceConfig } from '../analyzer/config.ts';
import { deployedCounts } from '../pipeline/deployment.ts';
import { deployedOn } from '../profile/deployment.ts';
import { parseConfig } from '../analyzer/config.ts';
import type { LogTime } from '../pipeline/log-times.ts';
import { loadProfile, parseProfileFile, withCann } from '../profile/load.ts';
import { MEASURED_NAME, parseMeasured, withMeasured } from '../profile/measured.ts';
import type { DeviceProfile } from '../profile/profile.ts';
import type { SessionSettings } from '../service/session.ts';
import type { FileLimits, WorkspaceFiles } from './host.ts';
import type { ServerSettings } from './protocol-settings.ts';
import { serverSettingsSchema } from './protocol-settings.ts';
import { NamedFiles, placeIn } from './named-files.ts';
import { CONFIG_NAME } from './protocol-sources.ts';

export const defaultSettings = (): ServerSettings => v.parse(serverSettingsSchema, {});

/** What the client says of `ascendcl`, in each folder; each bad value falls back by itself. */
export async function pullSettings(
  connection: Connection,
  folders: readonly string[],
  uri: (file: string) => string,
): Promise<ByFolder<ServerSettings>> {
  const section = 'ascendcl';
  const items = [{ section }, ...folders.map((folder) => ({ section, scopeUri: uri(folder) }))];
  const values: unknown[] = await connection.workspace.getConfiguration(items);
  const [base = defaultSettings(), ...own] = values.map((value) =>
    v.parse(serverSettingsSchema, value ?? {}),
  );
  return new ByFolder(
    base,
    folders.map((folder, i) => [folder, own[i] ?? base] as const),
  );
}

export const fileLimits = ({ limits }: ServerSettings): FileLimits => ({
  bytes: limits.fileSize * 1024,
  files: limits.files,
});

export interface LoadedSettings {
  session: ByFolder<SessionSettings>;
  baselines: ByFolder<Baseline | undefined>;
  /** What lines of programs' own logs hold. */
  logTimes: ByFolder<readonly LogTime[]>;
  /** Where each folder keeps what was measured, there or not; undefined outside of folders. */
  measuredFiles: ByFolder<string | undefined>;
  /** Errors of the files that the settings name. */
  problems: unknown[];
  /** Those files, but for `.acl-perf.json`, as the analyzer names files. */
  named: string[];
}

interface Loaded {
  session: SessionSettings;
  baseline: Baseline | undefined;
  logTimes: readonly LogTime[];
  measuredFile: string | undefined;
}

/** Reads what the settings name. What cannot be read is said and left out: an editor goes on with the rest. */
export async function loadSettings(
  settings: ByFolder<ServerSettings>,
  folders: readonly string[],
  files: WorkspaceFiles,
  uri: (file: string) => string,
): Promise<LoadedSettings> {
  const named = new NamedFiles(files, fileLimits(settings.base), uri);
  const load = (folder: string | undefined, own: ServerSettings): Promise<Loaded> =>
    loadFolder(own, folder, folders.length > 1, named);
  const base = await load(undefined, settings.base);
  const loaded = await Promise.all(
    folders.map(async (folder) => [folder, await load(folder, settings.at(`${folder}/`))] as const),
  );
  const all = new ByFolder(base, loaded);
  return {
    session: all.map(({ session }) => session),
    baselines: all.map(({ baseline }) => baseline),
    logTimes: all.map(({ logTimes }) => logTimes),
    measuredFiles: all.map(({ measuredFile }) => measuredFile),
    problems: named.problems,
    named: [...named.files],
  };
}

/** @param folder left out: of files that are in none; a path that is relative to a folder then leads nowhere. */
async function loadFolder(
  settings: ServerSettings,
  folder: string | undefined,
  isOneOfMany: boolean,
  named: NamedFiles,
): Promise<Loaded> {
  const label = isOneOfMany ? `${folder?.split('/').at(-1) ?? ''}/${CONFIG_NAME}` : CONFIG_NAME;
  const config = named.parsed(await named.config(folder), (text) => parseConfig(text, label));
  const wanted = config?.profile ?? (config?.settings.device === undefined ? settings.profile : '');
  const profile = named.parsed(await named.profile(wanted, folder), (text) => parseProfileFile(text, wanted));
  const shipped = profile ?? deviceProfile(config?.settings.device ?? settings.device, named.problems);
  const base = await measuredOn(shipped, { settings, config, folder, named, isOwn: profile !== undefined });
  const baselineName = config?.baseline ?? '';
  const baseline = named.parsed(await named.read(baselineName, folder), (text) =>
    parseBaseline(text, baselineName),
  );
  return {
    session: sessionSettings(settings, config, base),
    baseline,
    ...measuringIn(folder, config),
  };
}

/** What the folder says of its measurements. */
const measuringIn = (
  folder: string | undefined,
  { logTimes = [], measured = MEASURED_NAME }: Partial<WorkspaceConfig> = {},
): Pick<Loaded, 'logTimes' | 'measuredFile'> => ({ logTimes, measuredFile: placeIn(folder, measured) });

interface MeasuredBy {
  settings: ServerSettings;
  config: WorkspaceConfig | undefined;
  folder: string | undefined;
  named: NamedFiles;
  isOwn: boolean;
}

/** With what the folder's users have measured, where they keep that. */
async function measuredOn(base: DeviceProfile, by: MeasuredBy): Promise<DeviceProfile> {
  const { settings, config, folder, named, isOwn } = by;
  const wanted = config?.measured;
  const text =
    wanted === undefined
      ? await named.read(folder === undefined ? '' : MEASURED_NAME, folder)
      : await named.profile(wanted, folder, 'unreadable-measured');
  const file = wanted ?? MEASURED_NAME;
  const cann = config?.settings.cannVersion ?? (settings.cannVersion || undefined);
  const measured = named.parsed(text, (content) => parseMeasured(content, file));
  return measured ? withMeasured(base, measured, { cann, isOwn, file }) : base;
}

function sessionSettings(
  settings: ServerSettings,
  config: WorkspaceConfig | undefined,
  base: DeviceProfile,
): SessionSettings {
  const cannVersion = config?.settings.cannVersion ?? (settings.cannVersion || base.cann);
  const deployment = config?.deployment ?? {};
  const profile = deployedOn(withCann(base, cannVersion), deployment);
  return {
    ...config?.settings,
    ...(cannVersion === undefined ? {} : { cannVersion }),
    defines: { ...settings.defines, ...config?.settings.defines },
    entries: [...new Set([...settings.entries, ...(config?.settings.entries ?? [])])],
    rules: { ...settings.rules, ...config?.settings.rules },
    device: profile.id,
    profile,
    parameters: { ...settings.parameters, ...deployedCounts(deployment), ...config?.parameters },
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

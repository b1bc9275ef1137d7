/**
 * The settings of an editor for a run of the command line, as a configuration: that of the folder, before the editor's own,
 * as `loadSettings` has them.
 */
import path from 'node:path';
import type { ServerSettings } from '../protocol-settings.ts';

type Values = Readonly<Record<string, unknown>>;

const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Paths of a configuration are relative to its folder: this one lies elsewhere. */
const PATHS = ['profile', 'measured', 'baseline'] as const;

/**
 * @param own text of the folder's configuration, if it has one.
 * @returns undefined where that is none that can be read: the run then finds it, and says what is wrong.
 */
export function editorConfig(
  settings: ServerSettings,
  folder: string,
  own: string | undefined,
  measured: string | undefined,
): Values | undefined {
  const config = own === undefined ? {} : parsed(own);
  if (config === undefined) return undefined;
  const { device, cannVersion, profile } = settings;
  const hasDevice = config['device'] !== undefined || config['profile'] !== undefined;
  const merged: Record<string, unknown> = {
    ...(hasDevice ? {} : { device, ...(profile !== '' && { profile }) }),
    ...(cannVersion !== '' && { cannVersion }),
    ...(measured !== undefined && { measured }),
    ...config,
    ...both('parameters', settings, config),
    ...both('defines', settings, config),
    ...both('rules', settings, config),
    entries: [...new Set([...settings.entries, ...entriesOf(config)])],
  };
  for (const name of PATHS) {
    const value = merged[name];
    if (typeof value === 'string') merged[name] = path.resolve(folder, value);
  }
  return merged;
}

function parsed(text: string): Values | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    return isValues(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function both(name: 'parameters' | 'defines' | 'rules', settings: ServerSettings, config: Values): Values {
  const own = config[name];
  return { [name]: { ...settings[name], ...(isValues(own) ? own : {}) } };
}

function entriesOf({ entries }: Values): unknown[] {
  return Array.isArray(entries) ? entries : [];
}

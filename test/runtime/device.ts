/** A device for the stand-in runtime's timed mode, by the figures of a profile. */
import type { DeviceProfile } from '../../src/profile/profile.ts';

/**
 * Lines `name value`: the profile's figures by their paths, and the times of models by the names of their files.
 * @param models ms of each file
 */
export function figuresOf(profile: DeviceProfile, models: Readonly<Record<string, number>>): string {
  const files = Object.entries(models).map(([file, ms]) => `models.${file} ${ms}`);
  const { engines, link, scheduler, memory, host, variation } = profile;
  return [...linesOf({ engines, link, scheduler, memory, host, variation }, ''), ...files, ''].join('\n');
}

function linesOf(node: unknown, path: string): string[] {
  if (typeof node === 'number') return [`${path} ${node}`];
  if (typeof node !== 'object' || node === null) return [];
  if ('value' in node && 'unit' in node) return [`${path} ${String(node.value)}`];
  const inside = Object.entries(node).flatMap(([key, value]) =>
    linesOf(value, path ? `${path}.${key}` : key),
  );
  return Array.isArray(node) ? [`${path} ${node.length}`, ...inside] : inside;
}

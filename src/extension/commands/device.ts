import * as vscode from 'vscode';
import { requests } from '../../server/protocol.ts';
import { isInConfiguration } from '../configuration-file.ts';
import { clearSetting, keepSetting } from '../settings.ts';
import type { Command } from './index.ts';

/** The device that was chosen before the current one. */
let before: string | undefined;

/** Select device profile: one of the shipped ones, or a file of the user's own. */
export const selectDevice: Command = async ({ link, programs }) => {
  const devices = await link.request(requests.devices, {});
  const settings = vscode.workspace.getConfiguration('ascendcl');
  const current = settings.get('profile', '') === '' ? settings.get('device', 'ascend310') : undefined;
  const own = { label: `$(file) ${vscode.l10n.t('A profile from a file…')}`, id: undefined };
  const note = (id: string): string => {
    if (id === current) return vscode.l10n.t('{0} · current', id);
    return id === before ? vscode.l10n.t('{0} · the one before', id) : id;
  };
  const items = devices
    // The first is taken by Enter alone: back to where one came from.
    .toSorted((one, other) => Number(other.id === before) - Number(one.id === before))
    .map(({ id, name, description }) => ({ label: name, description: note(id), detail: description, id }));
  const picked = await vscode.window.showQuickPick<{ label: string; id: string | undefined }>(
    [...items, own],
    {
      title: vscode.l10n.t('Device that the prediction is for'),
    },
  );
  if (!picked) return;
  const says = ({ device, profile }: { device?: unknown; profile?: unknown }) => device ?? profile;
  if (await isInConfiguration(programs.active?.uri, says, vscode.l10n.t('The device'))) return;
  if (picked.id === undefined) return pickProfile();
  if (picked.id !== current) before = current;
  await clearSetting('profile');
  await keepSetting('device', picked.id);
};

async function pickProfile(): Promise<void> {
  const title = vscode.l10n.t('Device profile (made by acl-perf calibrate)');
  const picked = await vscode.window.showOpenDialog({ title, filters: { JSON: ['json'] } });
  if (picked?.[0]) await keepSetting('profile', vscode.workspace.asRelativePath(picked[0], false));
}

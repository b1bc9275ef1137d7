/** The plan page's answers: those of `acl-perf plan`, in words, with the program. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PlanAnswer, PlanChoices, PlanWish } from '../../src/server/protocol-plan.ts';
import type { ProgramStatus } from '../../src/server/protocol.ts';
import { aclPerf, folderWith } from '../support/acl-perf.ts';
import { LspClient } from '../support/lsp-client.ts';

const WISH: PlanWish = {
  ...{ model: 'resnet50', device: 'ascend310', input: 'jpeg', batches: [4], mostDevices: 1 },
  ...{ width: 640, height: 480, modelWidth: 224, modelHeight: 224, rate: 200 },
};
const OPTIONS = ['plan', 'resnet50', '--batch', '4', '--size', '640x480', '--max-devices', '1'];

describe('a plan for the panel', () => {
  it('is that of the command line, and its program is nowhere yet', async () => {
    const folder = folderWith({});
    const client = await LspClient.startHere({ folder });
    const { design, refused } = await client.request<PlanAnswer>('ascendcl/plan', WISH);
    expect(refused).toBeNull();
    const { stdout } = await aclPerf([...OPTIONS, '--rate', '200'], { cwd: folder });
    const said = stdout.replace(/ +/g, ' ');
    for (const row of [...(design?.rows ?? []), ...(design?.loads.slice(0, 6) ?? [])])
      expect(said).toContain(row.join(' '));
    expect(design?.bandwidth.length).toBeGreaterThan(0);
    expect(await client.request<ProgramStatus[]>('ascendcl/programs', {})).toEqual([]);
    writeFileSync(path.join(folder, 'p.json'), design?.pipeline ?? '');
    writeFileSync(path.join(folder, 'main.cpp'), design?.source ?? '');
    const rates = await Promise.all(
      ['simulate p.json', 'predict main.cpp'].map(async (command) => {
        const run = await aclPerf([...command.split(' '), '--format', 'json'], { cwd: folder });
        return (JSON.parse(run.stdout) as { qps: number }).qps;
      }),
    );
    expect(Math.min(...rates)).toBeGreaterThanOrEqual(198);
  });

  it('that cannot be had says what binds, in the user’s language', async () => {
    const client = await LspClient.startHere({ folder: folderWith({}), locale: 'zh-cn' });
    const { design, refused } = await client.request<PlanAnswer>('ascendcl/plan', { ...WISH, rate: 9000 });
    expect(design).toBeNull();
    expect(refused).toMatch(/^无法达到 9000 QPS.*AI Core.*。$/);
  });

  it('is of the device of the settings, or of another', async () => {
    const folder = folderWith({ '.acl-perf.json': '{ "device": "ascend310p3" }' });
    const client = await LspClient.startHere({ folder });
    const choices = () => client.request<PlanChoices>('ascendcl/planChoices', {});
    await expect.poll(async () => (await choices()).device, { timeout: 20_000 }).toBe('ascend310p3');
    const { devices, models } = await choices();
    expect(devices).toContainEqual({ id: 'ascend310', name: 'Ascend 310' });
    expect(models).toContain('resnet50');
    await expect(client.request('ascendcl/plan', { ...WISH, device: 'none' })).rejects.toThrow(/none/);
    await expect(client.request('ascendcl/plan', { ...WISH, batches: [] })).rejects.toThrow(/batches/);
  });
});

/** Runs the bench kit against the stand-in runtime, as if on a device with the figures of a profile. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { DeviceProfile } from '../../../src/profile/profile.ts';
import { build } from '../../runtime/build.ts';
import { figuresOf } from '../../runtime/device.ts';
import { programAt } from '../../runtime/program.ts';

const run = promisify(execFile);

export interface Device {
  profile: DeviceProfile;
  /** ms of each model's file. */
  models: Readonly<Record<string, number>>;
  soc: string;
}

/** The text of kit.json. */
export async function runKit(device: Device, plan: readonly string[]): Promise<string> {
  const executable = await build(programAt(join(import.meta.dirname, '../../../src/cli/bench-kit/template')));
  const folder = await mkdtemp(join(tmpdir(), 'bench-kit-'));
  try {
    await writeFile(join(folder, 'plan.txt'), `${plan.join('\n')}\n`);
    await writeFile(join(folder, 'device.txt'), figuresOf(device.profile, device.models));
    const env = {
      STAND_IN_DEVICE: join(folder, 'device.txt'),
      STAND_IN_SOC: device.soc,
      KIT_CANN: '8.1.RC1',
    };
    await run(executable, [], { cwd: folder, env: { ...process.env, ...env }, maxBuffer: 1 << 26 });
    return await readFile(join(folder, 'kit.json'), 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

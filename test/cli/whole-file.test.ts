import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeWhole } from '../../src/cli/whole-file.ts';
import { ACL_PERF, aclPerf, folderWith, ROOT } from '../support/acl-perf.ts';

describe('a file that is written', () => {
  it('takes the place of the old one, with its permissions, and leaves nothing beside it', () => {
    const folder = folderWith({ 'a.json': 'old' });
    chmodSync(join(folder, 'a.json'), 0o640);
    writeWhole(join(folder, 'a.json'), 'new');
    expect(readFileSync(join(folder, 'a.json'), 'utf8')).toBe('new');
    expect(statSync(join(folder, 'a.json')).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  it('by a link is the one that it leads to', () => {
    const folder = folderWith({ 'there/a.json': 'old' });
    symlinkSync(join(folder, 'there/a.json'), join(folder, 'link.json'));
    writeWhole(join(folder, 'link.json'), 'new');
    expect(lstatSync(join(folder, 'link.json')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'there/a.json'), 'utf8')).toBe('new');
  });

  it('where it cannot be is named', () => {
    const folder = folderWith({ 'a.json': 'old' });
    expect(() => writeWhole(join(folder, 'a.json', 'b.json'), 'new')).toThrow(/b\.json/);
    expect(() => writeWhole(folder, 'new')).toThrow(/is a directory/);
  });
});

const FULL = '/dev/full';

describe.runIf(existsSync(FULL))('a full disk', () => {
  it.each([
    ['check', '--write-baseline'],
    ['predict', '--report'],
  ])('is said of what %s writes in one line', async (command, option) => {
    const run = await aclPerf([command, 'examples/sync-infer', option, FULL]);
    expect(run.stderr.trim().split('\n').at(-1)).toBe('acl-perf: /dev/full: the disk is full');
    expect(run.status).toBe(2);
  });

  it('under the result is said too', async () => {
    const command = `"${process.execPath}" "${ACL_PERF}" pipeline examples > ${FULL}`;
    const { status, stderr } = spawnSync('sh', ['-c', command], { cwd: ROOT, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 2, stderr: 'acl-perf: stdout: the disk is full\n' });
  });
});

/** What V8 made of the bundle is kept for the next run, where nobody else can put something in its place. */
import Module from 'node:module';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { aclPerfAlone, folderWith, SYNC_LOOP } from '../support/acl-perf.ts';

/** Node 22 keeps it itself; elsewhere than on Linux the folder has another name. */
const isOurs = !('enableCompileCache' in Module) && process.platform === 'linux';

async function checked(home: string, env: Record<string, string> = {}): Promise<string> {
  const folder = folderWith({ 'main.cpp': SYNC_LOOP });
  const run = await aclPerfAlone(['check', 'main.cpp'], {
    cwd: folder,
    env: { XDG_CACHE_HOME: home, ...env },
  });
  expect(run.stderr).toBe('');
  return run.stdout;
}

const keptIn = (home: string): string[] => {
  const folder = path.join(home, 'acl-perf');
  return existsSync(folder) ? readdirSync(folder).map((name) => path.join(folder, name)) : [];
};

/** A cache folder after a first run, and the file in it. */
async function kept(): Promise<{ home: string; file: string; answer: string }> {
  const home = folderWith({});
  const answer = await checked(home);
  const [file = '', ...others] = keptIn(home);
  expect(others).toEqual([]);
  return { home, file, answer };
}

describe.runIf(isOurs)('compiled code', () => {
  it('is kept once, for this user alone, and the next run answers the same from it', async () => {
    const { home, file, answer } = await kept();
    const { mtimeMs, mode } = statSync(file);
    expect(mode & 0o777).toBe(0o600);
    expect(await checked(home)).toBe(answer);
    expect(keptIn(home)).toEqual([file]);
    expect(statSync(file).mtimeMs).toBe(mtimeMs);
  });

  it('is made anew where what lies there is broken, or others could have written it', async () => {
    const { home, file, answer } = await kept();
    const good = readFileSync(file);
    writeFileSync(file, good.subarray(0, 1000));
    expect(await checked(home)).toBe(answer);
    expect(statSync(file).size).toBeGreaterThan(good.length / 2);
    chmodSync(file, 0o666);
    expect(await checked(home)).toBe(answer);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is not kept where the user says so, or where nothing can be written', async () => {
    const home = folderWith({});
    const answer = await checked(home, { NODE_DISABLE_COMPILE_CACHE: '1' });
    expect(keptIn(home)).toEqual([]);
    expect(await checked('/dev/null')).toBe(answer);
  });

  it('leaves no more than a few builds behind', async () => {
    const old = Array.from({ length: 9 }, (_, i) => [`acl-perf/${i}.v8`, '']);
    const home = folderWith(Object.fromEntries(old) as Record<string, string>);
    await checked(home);
    expect(keptIn(home)).toHaveLength(4);
  });
});

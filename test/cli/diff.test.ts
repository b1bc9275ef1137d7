import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { aclPerf, folderWith, SYNC_LOOP } from '../support/acl-perf.ts';

/** The whole of the work waits for each frame twice. */
const SLOWER = SYNC_LOOP.replace(
  '        aclmdlExecute(model, input, output);\n',
  '        aclmdlExecute(model, input, output);\n        aclmdlExecute(model, input, output);\n',
);

interface Answer {
  before: { label: string; commit: string | null };
  programs: {
    status: string;
    change: { percent: number; noticeable: boolean } | null;
    lines: { lines: { file: string; after: { line: number } | null }[] }[];
  }[];
  findings: { came: { rule: string }[]; went: { rule: string }[]; stayed: number };
}

const IDENTITY = ['-c', 'user.name=someone', '-c', 'user.email=someone@example.org'];
const git = (cwd: string, ...args: string[]): string =>
  execFileSync('git', [...IDENTITY, ...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

/** A repository with a commit for each set of files; of the last one they are on disk. */
function repositoryWith(...commits: Record<string, string>[]): string {
  const cwd = folderWith({});
  git(cwd, 'init', '-q');
  for (const files of commits) {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(cwd, name)), { recursive: true });
      writeFileSync(path.join(cwd, name), text);
    }
    git(cwd, 'add', '-A');
    git(cwd, 'commit', '-q', '-m', 'next');
  }
  return cwd;
}

const answerOf = async (cwd: string, ...args: string[]): Promise<Answer> =>
  JSON.parse((await aclPerf(['diff', '--format', 'json', ...args], { cwd })).stdout) as Answer;

describe('acl-perf diff', () => {
  it('says the change of the rate and the line that makes it, and ends with 1 where it is too much', async () => {
    const cwd = folderWith({ 'old/a.cpp': SYNC_LOOP, 'new/a.cpp': `// moved\n\n${SLOWER}` });
    const { status, stdout, stderr } = await aclPerf(['diff', 'old', 'new', '--max-warnings', '9'], { cwd });
    expect(stdout).toMatch(/a\.cpp:16\s+−\d+ %/);
    expect(stdout).toContain('+ aclmdlExecute(model, input, output);');
    expect(stderr).toMatch(/the rate falls by \d+\.\d %, more than the 5 % of --max-slowdown/);
    expect(status).toBe(1);
    const allowed = ['--max-warnings', '9', '--max-slowdown', '90%'];
    expect((await aclPerf(['diff', 'old', 'new', ...allowed], { cwd })).status).toBe(0);
  });

  it('takes findings on moved and rewritten lines for the same, and reports new ones', async () => {
    const moved = `\n\n${SYNC_LOOP.replaceAll('model', 'net')}`;
    const cwd = folderWith({ 'old/a.cpp': SYNC_LOOP, 'moved/a.cpp': moved, 'none/a.cpp': 'int main() {}\n' });
    const same = await answerOf(cwd, 'old', 'moved');
    expect(same.findings).toMatchObject({ came: [], went: [] });
    expect(same.findings.stayed).toBeGreaterThan(0);
    expect(same.programs).toMatchObject([{ change: { noticeable: false }, lines: [] }]);
    const came = await answerOf(cwd, 'none', 'old');
    expect(came.findings.came.map(({ rule }) => rule)).toContain('sync-model-execute-in-loop');
    expect((await aclPerf(['diff', 'none', 'old'], { cwd })).status).toBe(1);
  });

  it('sets two files of any names beside each other, in Chinese and as Markdown that no source can break', async () => {
    const evil = SLOWER.replace('LOOPS 800', 'LOOPS 800 // ` | </td><script>');
    const cwd = folderWith({ 'a.cpp': SYNC_LOOP, 'b.cpp': evil });
    const options = ['--format', 'markdown', '--locale', 'zh-cn'];
    const { stdout } = await aclPerf(['diff', 'a.cpp', 'b.cpp', ...options], { cwd });
    expect(stdout).toMatch(/^### 性能预测：`a\.cpp` → `b\.cpp`/);
    expect(stdout).toMatch(/\| `b(\.cpp)?` \| \d+ QPS/);
    expect(stdout).not.toMatch(/^[^`]*<script>/m);
  });

  it('compares revisions, of a part too, and a revision with what is on disk', async () => {
    const cwd = repositoryWith(
      { 'src/a.cpp': SYNC_LOOP, 'lib/b.cpp': SYNC_LOOP },
      { 'src/a.cpp': SLOWER, 'lib/b.cpp': SLOWER },
    );
    const all = await answerOf(cwd, 'HEAD~1', 'HEAD');
    expect(all.programs.map(({ status }) => status)).toEqual(['changed', 'changed']);
    expect(all.before.commit).toMatch(/^[0-9a-f]{40}$/);
    const part = await answerOf(cwd, 'HEAD~1', 'HEAD', '--', 'src');
    expect(part.programs).toMatchObject([
      { status: 'changed', lines: [{ lines: [{ file: 'src/a.cpp', after: { line: 14 } }] }] },
    ]);
    writeFileSync(path.join(cwd, 'src/a.cpp'), SYNC_LOOP);
    const onDisk = await answerOf(path.join(cwd, 'src'), 'HEAD');
    expect(onDisk.programs[0]?.change?.percent).toBeGreaterThan(50);
  });

  it('says what cannot be compared, in one line', async () => {
    const cwd = repositoryWith({ 'a.cpp': SYNC_LOOP });
    const failing = async (args: string[], env = {}, at = cwd): Promise<string> => {
      const { status, stdout, stderr } = await aclPerf(['diff', ...args], { cwd: at, env });
      expect([status, stdout, stderr.trim().split('\n').length]).toEqual([2, '', 1]);
      return stderr;
    };
    expect(await failing(['HEAD~7', 'HEAD'])).toMatch(/"HEAD~7" is neither a file or folder nor a revision/);
    expect(await failing(['HEAD', 'HEAD', '--', 'nowhere'])).toMatch(/^acl-perf: nowhere: no C\+\+ file/);
    expect(await failing(['HEAD', '--max-slowdown', 'x'])).toMatch(/"x" is not a percentage/);
    expect(await failing(['HEAD'], { PATH: cwd })).toMatch(/git is not installed/);
    expect(await failing(['HEAD', 'main'], {}, folderWith({}))).toMatch(/not a git repository/);
  });

  it('leaves out pointers of Git LFS and links, and says so', async () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n';
    const cwd = repositoryWith({ 'a.cpp': SYNC_LOOP, 'big.cpp': pointer });
    symlinkSync('/etc/passwd', path.join(cwd, 'link.cpp'));
    git(cwd, 'add', '-A');
    git(cwd, 'commit', '-q', '-m', 'link');
    const { status, stderr } = await aclPerf(['diff', 'HEAD', 'HEAD'], { cwd });
    expect(stderr).toMatch(/big\.cpp: a pointer of Git LFS/);
    expect(stderr).toMatch(/not followed: links 1/);
    expect(status).toBe(0);
  });

  it('runs nothing that the repository names', async () => {
    const cwd = repositoryWith({ 'a.cpp': SYNC_LOOP }, { 'a.cpp': SLOWER });
    const script = path.join(cwd, '.git', 'evil.sh');
    const mark = path.join(cwd, 'ran');
    writeFileSync(script, `#!/bin/sh\necho ran >> '${mark}'\ncat\n`);
    chmodSync(script, 0o755);
    writeFileSync(path.join(cwd, '.gitattributes'), '*.cpp filter=evil diff=evil\n');
    git(cwd, 'add', '-A');
    git(cwd, 'commit', '-q', '-m', 'attributes');
    const settings = {
      'core.fsmonitor': script,
      'core.pager': script,
      'pager.ls-tree': script,
      'pager.cat-file': script,
      'core.editor': script,
      'core.sshCommand': script,
      'core.askPass': script,
      'core.hooksPath': path.join(cwd, '.git'),
      'credential.helper': script,
      'diff.external': script,
      'diff.evil.textconv': script,
      'diff.evil.command': script,
      'filter.evil.smudge': script,
      'filter.evil.clean': script,
      'filter.evil.process': script,
      'alias.cat-file': `!${script}`,
      'alias.ls-tree': `!${script}`,
      'remote.origin.url': `ext::${script}`,
      'remote.origin.uploadpack': script,
      'remote.origin.promisor': 'true',
      'extensions.partialClone': 'origin',
      'protocol.ext.allow': 'always',
    };
    for (const [name, value] of Object.entries(settings)) git(cwd, 'config', name, value);
    const lost = git(cwd, 'rev-parse', 'HEAD~2:a.cpp').trim();
    const env = { GIT_EXTERNAL_DIFF: script, GIT_PAGER: script, GIT_SSH_COMMAND: script };
    const { status, stdout } = await aclPerf(['diff', 'HEAD~2', 'HEAD~1'], { cwd, env });
    expect(stdout).toMatch(/a\.cpp:14\s+−\d+ %/);
    expect(status).toBe(1);
    // An object that is not there would be fetched from where the repository says.
    execFileSync('rm', ['-f', path.join(cwd, '.git/objects', lost.slice(0, 2), lost.slice(2))]);
    const without = await aclPerf(['diff', 'HEAD~2', 'HEAD~1'], { cwd, env });
    expect(without.status).toBe(2);
    expect(existsSync(mark)).toBe(false);
  });
});

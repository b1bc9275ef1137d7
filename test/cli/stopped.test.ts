/** Ctrl-C in the midst of a long file: one line that says where, and the status that a shell gives it. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { aclPerf, folderWith } from '../support/acl-perf.ts';

const MIB = 1024 * 1024;
const HEAD = 'Model ID,Op Name,Task Type,Task Start Time(us),Task Duration(us)\n';

/** A table of 80 MiB with few rows. */
function longTable(): Buffer {
  const row = `1,${'x'.repeat(8000)},AI_CORE,10,5\n`;
  return Buffer.from(HEAD + row.repeat(10_500));
}

/** Interrupts the run itself once it reads the fifth piece of a file: no clock is in it, and no other process. */
const INTERRUPT = `const fs = require('node:fs');
const { readSync } = fs;
let pieces = 0;
fs.readSync = (...given) => {
  const bytes = readSync(...given);
  if (bytes === ${MIB} && ++pieces === 5) process.kill(process.pid, 'SIGINT');
  return bytes;
};`;

function interrupted(args: string[], locale = 'C.UTF-8') {
  const cwd = folderWith({ 'op_summary.csv': longTable(), 'interrupt.cjs': INTERRUPT });
  const hook = path.join(cwd, 'interrupt.cjs').replaceAll('\\', '/');
  const env = { NODE_OPTIONS: `--require ${JSON.stringify(hook)}`, LC_ALL: locale };
  return aclPerf([...args, '--no-config'], { cwd, env });
}

describe('Ctrl-C while a long file is read', () => {
  it('ends the run at once, in one line with how far it came', async () => {
    const { status, stdout, stderr } = await interrupted(['calibrate', 'op_summary.csv', '--model', 'm']);
    expect({ status, stdout }).toEqual({ status: 130, stdout: '' });
    expect(stderr).toMatch(/^acl-perf: stopped at [5-9] % of op_summary\.csv\n$/);
  });

  it('in a folder too, and in Chinese', async () => {
    const { status, stderr } = await interrupted(['calibrate', '.'], 'zh_CN.UTF-8');
    expect(status).toBe(130);
    expect(stderr).toMatch(/^acl-perf: 已停止：op_summary\.csv 读取到 [5-9]%\n$/);
  });
});

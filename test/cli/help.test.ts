import { describe, expect, it } from 'vitest';
import { aclPerf } from '../support/acl-perf.ts';
import { hasChinese } from '../support/english.ts';

const COMMANDS = [
  'check',
  'pipeline',
  'predict',
  'simulate',
  'sweep',
  'calibrate',
  'bench-kit',
  'compare',
  'diff',
  'explain',
  'plan',
  'mcp',
  'serve',
];
const helpOf = (command: string, ...more: string[]): string[] => [
  ...(command === '' ? [] : [command]),
  ...more,
  '--help',
];

/** Without the line ends within a description. */
const unwrapped = (help: string): string => help.replace(/\n {12,}/g, ' ');

describe('help', () => {
  it.each([...COMMANDS, ''])(
    'of "%s" is Chinese where the shell is, or where it is asked for',
    async (command) => {
      const shell = await aclPerf(helpOf(command), { env: { LANG: 'zh_CN', LC_ALL: '' } });
      expect(shell.status).toBe(0);
      const lines = unwrapped(shell.stdout)
        .split('\n')
        .filter((line) => /[a-z]/.test(line));
      expect(lines.length).toBeGreaterThan(1);
      expect(lines.filter((line) => !hasChinese(line))).toEqual([]);
      const asked = await aclPerf(helpOf(command, '--locale=zh-cn'));
      expect(asked.stdout).toBe(shell.stdout);
    },
  );

  it('is English elsewhere, and names what can be chosen and what is taken', async () => {
    const run = await aclPerf(['predict', '--help'], { env: { LANG: 'de_DE', LC_ALL: '' } });
    expect(hasChinese(run.stdout)).toBe(false);
    expect(run.stdout).toMatch(/^Usage: acl-perf predict /);
    expect(unwrapped(run.stdout)).toContain('form of the output (choices: text, json; default: text)');
  });
});

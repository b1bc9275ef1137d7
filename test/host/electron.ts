/** The same suite in VS Code's desktop build, where that can be downloaded. */
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function run(program: string, parameters: string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (part: Buffer) => (output += part.toString()));
    child.on('error', reject);
    child.on('exit', () => resolve(output.split('\n')));
  });
}

/**
 * The version of `VSCODE_VERSION`, else the current one. Returns what the suite wrote to the console.
 * @throws Error where the desktop build cannot be downloaded.
 */
export async function runInDesktop(extension: string, workspace: string, suite: string): Promise<string[]> {
  const program = await downloadAndUnzipVSCode(process.env['VSCODE_VERSION'] ?? 'stable');
  const userData = mkdtempSync(join(tmpdir(), 'ascendcl-performance-'));
  try {
    return await run(program, [
      workspace,
      `--extensionDevelopmentPath=${extension}`,
      `--extensionTestsPath=${suite}`,
      `--user-data-dir=${userData}`,
      '--no-sandbox',
      '--disable-extensions',
      '--disable-workspace-trust',
      '--disable-updates',
      '--skip-welcome',
    ]);
  } finally {
    rmSync(userData, { recursive: true, force: true });
  }
}

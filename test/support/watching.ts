/** Runs the command line with --watch: what it says as it comes, until the test has seen enough. */
import { type ChildProcess, spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { ACL_PERF } from './acl-perf.ts';

export class WatchRun {
  stdout = '';
  stderr = '';
  private readonly child: ChildProcess;
  private heard: () => void = () => undefined;
  private readonly ended: Promise<{ status: number | null; signal: NodeJS.Signals | null }>;

  constructor(cwd: string, ...args: string[]) {
    const env = { ...process.env, LC_ALL: 'C.UTF-8', LANG: 'C.UTF-8' };
    this.child = spawn(process.execPath, [ACL_PERF, ...args, '--watch'], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (data: Buffer) => this.hear('stdout', data));
    this.child.stderr?.on('data', (data: Buffer) => this.hear('stderr', data));
    this.ended = new Promise((resolve) => {
      this.child.on('close', (status, signal) => resolve({ status, signal }));
    });
    onTestFinished(() => void this.child.kill('SIGKILL'));
  }

  private hear(stream: 'stdout' | 'stderr', data: Buffer): void {
    this[stream] += data.toString();
    this.heard();
  }

  /** What is said from now on, once the change has been answered and the next one is waited for. */
  answerTo(change: () => void): Promise<{ stdout: string; stderr: string }> {
    const out = this.stdout.length;
    return this.saidOf(change, () => this.stdout.length > out && this.stdout.endsWith('\n'));
  }

  /** The same of a change that has no answer, but a line of what is wrong. */
  refusalOf(change: () => void): Promise<{ stdout: string; stderr: string }> {
    return this.saidOf(change, () => true);
  }

  /** What comes by the two streams may come in any order. */
  private async saidOf(change: () => void, isPrinted: () => boolean) {
    const [out, err] = [this.stdout.length, this.stderr.length];
    change();
    await this.until(() => / for changes /.test(this.stderr.slice(err)) && isPrinted());
    return { stdout: this.stdout.slice(out), stderr: this.stderr.slice(err) };
  }

  private async until(isSo: () => boolean): Promise<void> {
    while (!isSo())
      await Promise.race([new Promise<void>((resolve) => (this.heard = resolve)), this.failed()]);
  }

  private async failed(): Promise<never> {
    const { status } = await this.ended;
    throw new Error(`ended with ${String(status)}: ${this.stderr}`);
  }

  end(signal: NodeJS.Signals) {
    this.child.kill(signal);
    return this.ended;
  }
}

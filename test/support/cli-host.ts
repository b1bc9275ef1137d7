/** A process that does runs of the command line, one after the other: see cli-host.mjs. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';

/** What a run may take, ms. */
export const RUN_LIMIT_MS = 60_000;

export interface Run {
  /** Null where it did not come to its end. */
  status: number | null;
  stdout: string;
  stderr: string;
}

interface Asked {
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
}

/** Ends with the process that has it. */
export class CliHost {
  private readonly script: string;
  private child: ChildProcess | undefined;
  private last: Promise<unknown> = Promise.resolve();

  constructor(script: string) {
    this.script = script;
  }

  run(asked: Asked): Promise<Run> {
    const result = this.last.then(() => this.runNow(asked));
    this.last = result;
    return result;
  }

  private runNow(asked: Asked): Promise<Run> {
    const child = (this.child ??= this.start());
    return new Promise((resolve) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), RUN_LIMIT_MS);
      const lost = (status: number | null): void => {
        this.child = undefined;
        settle({ status: null, stdout: '', stderr: `ended in the midst of a run, with ${String(status)}` });
      };
      const settle = (run: Run): void => {
        clearTimeout(timer);
        child.off('message', settle).off('exit', lost);
        resolve(run);
      };
      child.on('message', settle).on('exit', lost);
      child.send(asked);
    });
  }

  private start(): ChildProcess {
    const host = path.join(import.meta.dirname, 'cli-host.mjs');
    const child = fork(host, [this.script], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] });
    child.unref();
    child.channel?.unref();
    return child;
  }
}

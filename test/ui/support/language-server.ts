/** The language server's process of one window: tests end it, or hold it in the middle of its work. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** `folder`: a part of the path of the window's run folder, that no other window has. */
function pidsOf(folder: string): number[] {
  const belongs = (pid: string): boolean => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return command.includes(folder) && command.includes(join('dist', 'server', 'node.cjs'));
    } catch {
      return false;
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && belongs(name))
    .map(Number);
}

export function endServer(folder: string): void {
  for (const pid of pidsOf(folder)) process.kill(pid);
}

/** Holds the server as soon as it starts, before it can answer; the function that is returned lets it go on. */
export function holdServer(folder: string): () => void {
  const held = new Set<number>();
  const timer = setInterval(() => {
    for (const pid of pidsOf(folder).filter((each) => !held.has(each))) {
      process.kill(pid, 'SIGSTOP');
      held.add(pid);
    }
  }, 20);
  return () => {
    clearInterval(timer);
    for (const pid of pidsOf(folder)) process.kill(pid, 'SIGCONT');
  };
}

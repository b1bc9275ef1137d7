/** Processor time of a process, by Linux's account of it. */
import { readFileSync, readdirSync } from 'node:fs';

/** Of all its threads so far, user and system, ms in steps of 10. */
export function processorMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name stands in parentheses and may hold spaces; of what follows, the 12th and 13th are ticks of 10 ms.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Memory in use by a process, its threads included, MB. */
export function memoryMB(pid: number): number {
  const [, kB = ''] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kB) / 1024;
}

/** The child of a process whose command line holds a text. */
export function childWith(parent: number, text: string): number | undefined {
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const isChild = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
      if (isChild && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(text)) return Number(name);
    } catch {
      // It has ended meanwhile.
    }
  }
  return undefined;
}

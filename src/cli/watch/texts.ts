/** Texts of files as they were read last: read again only where the file is another by now. */
import { statSync } from 'node:fs';
import type { Read } from '../inputs.ts';
import { readText } from '../inputs.ts';

interface Known {
  /** Time, size and place on the disk: a file with the same is the same. */
  stamp: string;
  text: ReturnType<Read>;
}

/** A file that was changed just before it was read may change again within the same tick of the clock. ms */
const TICK_MS = 50;

export class Texts {
  private readonly known = new Map<string, Known>();

  readonly read: Read = (file) => {
    const stamp = stampOf(file);
    const known = this.known.get(file);
    if (known && known.stamp === stamp) return known.text;
    const text = readText(file);
    if (stamp === undefined) this.known.delete(file);
    else this.known.set(file, { stamp, text });
    return text;
  };
}

/** Undefined where the next look may find the file changed and the stamp the same. */
function stampOf(file: string): string | undefined {
  try {
    const { mtimeNs, ctimeNs, mtimeMs, size, ino } = statSync(file, { bigint: true });
    if (Date.now() - Number(mtimeMs) < TICK_MS) return undefined;
    return [mtimeNs, ctimeNs, size, ino].join();
  } catch {
    return undefined;
  }
}

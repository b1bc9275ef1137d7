/** How the rates have moved since the answer before: what whoever edits wants to know first. */
import { rateText } from '../../service/labels.ts';
import type { Console } from '../console.ts';
import { message } from '../messages.ts';

export class Rates {
  private readonly known = new Map<string, number>();

  /** Says of each program whose rate is another than it was, and remembers it. A program without one keeps its last. */
  note(rates: Iterable<readonly [program: string, qps: number]>, out: Console): void {
    for (const [program, qps] of rates) {
      const before = rateText(this.known.get(program) ?? qps);
      const after = rateText(qps);
      if (before !== after) out.note(message('rate-moved', { program, before, after }));
      this.known.set(program, qps);
    }
  }
}

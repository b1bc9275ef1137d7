/** Which names of a record a call of the source may have there. */
import type { ResolvedCall } from '../../pipeline/step-calls.ts';

/** Of waits whose call a pipeline by hand leaves out. */
const WAITS: Record<string, string[]> = {
  stream: ['aclrtSynchronizeStream'],
  device: ['aclrtSynchronizeDevice'],
  event: ['aclrtSynchronizeEvent', 'aclrtQueryEvent'],
  report: ['aclrtProcessReport'],
  task: ['aclrtSynchronizeStream'],
};

/** What a later version of the runtime adds to a function's name. */
const VARIANT = /^(With[A-Z]\w*|V\d+|Impl)$/;

export const isNamed = (recorded: string, name: string): boolean =>
  recorded === name || (recorded.startsWith(name) && VARIANT.test(recorded.slice(name.length)));

export const usualNames = (step: ResolvedCall): string[] =>
  step.kind === 'wait' ? (WAITS[step.for] ?? []) : [];

/** Numbers for the names of a record. */
export class NameNumbers {
  private readonly numbers = new Map<string, number>();

  of(name: string): number {
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    this.numbers.set(name, this.numbers.size);
    return this.numbers.size - 1;
  }

  /** Of all that one of the names may stand for. */
  like(names: readonly string[]): number[] {
    return [...this.numbers].filter(([name]) => names.some((one) => isNamed(name, one))).map(([, n]) => n);
  }
}

/** What programs were predicted to do on the days before: how the rate has moved since. */
import type * as vscode from 'vscode';
import { ownValue } from '../base/own-value.ts';
import type { ProgramStatus } from '../server/protocol.ts';

/** The last rate of a day, frames/s. */
export interface DayRate {
  /** As ISO 8601 has it. */
  day: string;
  device: string;
  qps: number;
}

type Kept = Record<string, DayRate[]>;

const KEY = 'ascendcl.rates';
const MOST_DAYS = 8;
const MOST_PROGRAMS = 50;

export class RateHistory {
  constructor(
    private readonly memento: Pick<vscode.Memento, 'get' | 'update'>,
    private readonly today: () => string,
  ) {}

  /** The rate of the last day before today on the same device; undefined where there is none. */
  before({ program, device }: Pick<ProgramStatus, 'program' | 'device'>): DayRate | undefined {
    const day = this.today();
    return this.daysOf(program).findLast((one) => one.day < day && one.device === device);
  }

  /** The rate of today so far. */
  note({ program, device, qps, problem }: ProgramStatus): void {
    if (problem !== undefined || qps <= 0) return;
    const day = this.today();
    const days = this.daysOf(program);
    const known = days.find((one) => one.day === day && one.device === device);
    if (known?.qps === qps) return;
    const others = days.filter((one) => one !== known);
    const next = [...others, { day, device, qps }].slice(-MOST_DAYS);
    const rest = Object.entries(this.kept).filter(([name]) => name !== program);
    void this.memento.update(KEY, Object.fromEntries([...rest, [program, next]].slice(-MOST_PROGRAMS)));
  }

  private get kept(): Kept {
    return this.memento.get<Kept>(KEY) ?? {};
  }

  private daysOf(program: string): DayRate[] {
    return ownValue(this.kept, program) ?? [];
  }
}

/** What a page can ask for. One without an action shows no control for it: a report in a browser has none. */
import type { SourceRange } from '../pipeline/source.ts';
import type { ParameterValues } from '../server/protocol-shapes.ts';
import type { Destination, Section, WrittenToSource } from './protocol.ts';
import type { pageCommands } from './protocol.ts';

export interface Actions {
  selectProgram(program: string): void;
  goTo(source: SourceRange): void;
  applyAdvice(advice: string, fix: number): void;
  showRule(rule: string): void;
  setParameter(name: string, value: number | null): void;
  /** Puts the value of a parameter where the user keeps such answers. */
  answer(name: string, value: number, to: Destination): Promise<WrittenToSource>;
  /** `trial`: values to try there. */
  openFull(section: Section, trial?: ParameterValues): void;
  /** Puts values into the what-if controls. */
  trySettings(settings: ParameterValues): void;
  command(command: (typeof pageCommands)[number], argument?: string): void;
}

/** What the full panel's sections share: the report, the values being tried, and the calls to the extension. */
import type { ProgramReport, SweepResult } from '../../server/protocol.ts';
import type { ParameterValues, ShownPart, ShownPrediction } from '../../server/protocol-shapes.ts';
import type { PlanAnswer, PlanChoices, PlanWish } from '../../server/protocol-plan.ts';
import type { Timeline } from '../../server/protocol-timeline.ts';
import type { Actions } from '../actions.ts';
import type { PageState, WrittenToSource } from '../protocol.ts';

/** Values that differ from the program's own, by parameter. */
export type Trial = Map<string, number>;

export const settingsOf = (trial: Trial): ParameterValues => Object.fromEntries(trial);

export interface Vary {
  name: string;
  values: number[];
}

export type ExportFormat = 'markdown' | 'json' | 'csv' | 'trace' | 'html' | 'png';

export interface Session extends Omit<Actions, 'trySettings'> {
  whatIf(settings: ParameterValues): Promise<ShownPrediction | null>;
  bound(): Promise<ShownPart[] | null>;
  timeline(settings: ParameterValues): Promise<Timeline | null>;
  sweep(
    settings: ParameterValues,
    vary: Vary[],
    progress: (done: number, total: number) => void,
  ): Promise<SweepResult | null>;
  planChoices(): Promise<PlanChoices>;
  plan(wish: PlanWish): Promise<PlanAnswer>;
  openDraft(language: 'cpp' | 'json', text: string): void;
  cancelSweep(): void;
  writeToSource(settings: ParameterValues): Promise<WrittenToSource>;
  /** Where the file was saved; null where the user wanted none. */
  exportAs(format: ExportFormat, settings: ParameterValues, png?: string): Promise<string | null>;
}

/** One section of the full panel. */
export interface SectionView {
  element: HTMLElement;
  /** The picture to export, if there is one. */
  canvas?(): HTMLCanvasElement | undefined;
  destroy(): void;
}

/** What a section is built from; built anew when the report changes. */
export interface SectionInput {
  report: ProgramReport;
  state: PageState;
  session: Session;
  /** Values tried so far; sections read and change them. */
  trial: Trial;
}

/** What a workspace, or a folder of it, says of calls of its own libraries. */
import type { CatalogueRow } from './acl/catalogue.ts';
import { namesAny, rowsOf } from './acl/own-calls.ts';
import type { AnalysisSettings } from './analysis.ts';
import type { ByFolder } from './by-folder.ts';

export class SaidCalls {
  private readonly rows: ByFolder<readonly CatalogueRow[]>;
  private readonly told: string;

  constructor(settings: ByFolder<AnalysisSettings>) {
    this.rows = settings.map(({ calls }) => rowsOf(calls));
    this.told = tell(settings);
  }

  /** For the program of that file. */
  at(file: string | undefined): readonly CatalogueRow[] {
    return this.rows.at(file);
  }

  /** Whether a file's text may call one of them. */
  areIn(file: string, text: string): boolean {
    return namesAny(this.at(file), text);
  }

  /** Whether other settings say the same. */
  areThoseOf(settings: ByFolder<AnalysisSettings>): boolean {
    return tell(settings) === this.told;
  }
}

const tell = (settings: ByFolder<AnalysisSettings>): string =>
  JSON.stringify(settings.map(({ calls = {} }) => calls));

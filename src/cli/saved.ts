/** Adds what was measured to the file in which the workspace keeps that. */
import { today } from '../base/today.ts';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Savable } from '../measure/saved.ts';
import { savedMeasured } from '../measure/saved.ts';
import { MEASURED_NAME, NOTHING_MEASURED, parseMeasured, withMore } from '../profile/measured.ts';
import { toJson } from '../service/json.ts';
import type { LoadedConfig } from './config.ts';
import { measuredFile, readRegular } from './config.ts';
import type { Console } from './console.ts';
import { displayName } from './inputs.ts';
import { message } from './messages.ts';
import { writeWhole } from './whole-file.ts';

/** Where a workspace keeps what was measured: as it says, else beside its configuration, else here. */
export function savedWhere(given: string | true, config: LoadedConfig | undefined): string {
  if (given !== true) return given;
  return measuredFile(config) ?? path.join(config?.folder ?? '.', MEASURED_NAME);
}

export function save(savable: Savable, file: string, cann: string | undefined, out: Console): void {
  const added = savedMeasured(savable, today(), cann);
  const count = added.models.length + added.profiles.length;
  if (count === 0) return;
  const before = existsSync(file) ? parseMeasured(readRegular(file), displayName(file)) : NOTHING_MEASURED;
  writeWhole(file, `${toJson(withMore(before, added))}\n`);
  out.note(message('in-file', { file: displayName(file), what: message('measured-saved', { count }) }));
}

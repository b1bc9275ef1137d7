/** Measured values into the file in which the workspace keeps them: the client writes it. */
import { today } from '../base/today.ts';
import type { Savable } from '../measure/saved.ts';
import { savedMeasured } from '../measure/saved.ts';
import type { UsableValue } from '../measure/usable.ts';
import { toSave } from '../measure/usable.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import { MEASURED_NAME, NOTHING_MEASURED, parseMeasured, withMore } from '../profile/measured.ts';
import { toJson } from '../service/json.ts';
import { fileLimits } from './settings.ts';
import type { ServerState } from './state.ts';

/**
 * Null where there is no folder to keep it in, or nothing to keep. @throws FileError for a file that cannot be read as
 * such: it is not overwritten.
 */
export async function addMeasured(
  { session, names, files, measuredFiles, settings }: ServerState,
  file: string,
  pipeline: Pipeline,
  chosen: readonly UsableValue[],
): Promise<{ uri: string; text: string; isNew: boolean } | null> {
  const kept = measuredFiles.at(file);
  if (kept === undefined || chosen.length === 0) return null;
  const uri = names.uri(kept);
  const savable: Savable = toSave(session.profileOf(pipeline), chosen);
  const { cannVersion } = session.settingsAt(file);
  const [text = null] = await files.read([uri], fileLimits(settings.base));
  const before = text ? parseMeasured(text, MEASURED_NAME) : NOTHING_MEASURED;
  const after = withMore(before, savedMeasured(savable, today(), cannVersion));
  return { uri, text: `${toJson(after)}\n`, isNew: text === null };
}

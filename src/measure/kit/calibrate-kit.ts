/** From a bench kit's file to the constants that each of its parts fixes. */
import type { DeviceProfile } from '../../profile/profile.ts';
import type { Adjustment } from '../direct.ts';
import type { MeasurementStatement } from '../errors.ts';
import { inFile, statement } from '../errors.ts';
import { tellCopies } from './copies.ts';
import { tellEngines } from './engines.ts';
import type { Kit } from './kit-file.ts';
import { tellModels } from './models.ts';
import { runtimeOf } from './runtime.ts';
import { slowerBy, tellStreams } from './streams.ts';
import { Told } from './told.ts';

export interface KitCalibration {
  profile: DeviceProfile;
  adjustments: Adjustment[];
  contradictions: MeasurementStatement[];
  open: MeasurementStatement[];
  notUsed: MeasurementStatement[];
}

/** The runtime's own times first: all others have them in them. */
export function calibrateKit(base: DeviceProfile, kit: Kit): KitCalibration {
  const told = new Told(base, kit);
  const runtime = runtimeOf(told);
  tellCopies(told, runtime);
  tellModels(told, runtime);
  const hasModels = told.parts({ what: 'model' }).length > 0;
  const copies = told.parts({ what: 'copy', mode: 'async', direction: 'd2d' }).filter(runtime.isOfDevice);
  // The scheduler's own figure is surer from models, whose times it is added to.
  if (!hasModels || told.constant('engines.d2d.switchMs') !== undefined)
    tellStreams(told, 'd2d', slowerBy(copies));
  tellEngines(told, runtime);
  const { profile, adjustments, contradictions, open } = told;
  const of = (what: MeasurementStatement): MeasurementStatement => inFile(kit.file, what);
  return {
    profile,
    adjustments,
    contradictions: contradictions.map(of),
    open: open.map(of),
    notUsed: notUsed(told).map(of),
  };
}

/** What failed on the device, by the call; and what had too few runs. */
function notUsed({ kit, rated }: Told): MeasurementStatement[] {
  const failures = new Map<string, Set<string>>();
  let few = 0;
  const used = new Set(rated.map(({ part }) => part));
  for (const part of kit.parts) {
    if (part.failure === undefined) few += used.has(part) ? 0 : 1;
    else failures.set(part.failure, (failures.get(part.failure) ?? new Set()).add(part.what));
  }
  return [
    ...[...failures].map(([call, parts]) => statement('kit-failed', { call, parts: [...parts] })),
    ...(few > 0 ? [statement('kit-few-runs', { count: few })] : []),
  ];
}

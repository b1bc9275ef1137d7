/** The workspace's `.acl-perf.json`: what editors, the language server and the command line all obey. */
import * as v from 'valibot';
import { OwnCallsSchema } from './acl/own-calls.ts';
import type { AnalysisSettings } from './analysis.ts';
import { DEVICE_IDS } from '../pipeline/devices.ts';
import { parseJsonFile } from '../pipeline/json-file.ts';
import { type Deployment, DeploymentSchema } from '../pipeline/deployment.ts';
import { type LogTime, LogTimesSchema } from '../pipeline/log-times.ts';
import { ruleIds } from './rules/index.ts';

const severity = v.pipe(
  v.picklist(['error', 'warning', 'info', 'hint', 'off']),
  v.description('How a finding of this rule is reported; off: not at all.'),
);

const warnFromGain = v.pipe(
  v.number(),
  v.minValue(0),
  v.maxValue(1e6),
  v.description(
    'A finding whose fix is sure to raise the rate by this much, in percent, is a warning (10 where it is left out).',
  ),
);

const entries = v.pipe(
  v.array(v.pipe(v.string(), v.nonEmpty())),
  v.description(
    'Functions that others call once a frame, such as Net::forward: each is a program of its own.',
  ),
);

/** Devices by the ids of the shipped profiles. */
const device = v.picklist(DEVICE_IDS);

/** Built when first asked for: the rules' registry need not be loaded to know the other settings. */
export function configSchema() {
  return v.strictObject({
    $schema: v.optional(v.string()),
    device: v.optional(v.pipe(device, v.description('Device that the program runs on.'))),
    cannVersion: v.optional(
      v.pipe(
        v.string(),
        v.regex(/^\d+(\.\w+)*$/, 'no-version'),
        v.description(
          'CANN version that the program is built for: some calls behave differently by version.',
        ),
      ),
    ),
    defines: v.optional(
      v.pipe(
        v.record(v.string(), v.string()),
        v.description('Preprocessor definitions that choose a side of a conditional.'),
      ),
    ),
    entries: v.optional(entries),
    calls: v.optional(OwnCallsSchema),
    warnFromGain: v.optional(warnFromGain),
    rules: v.optional(
      v.pipe(
        v.strictObject(Object.fromEntries(ruleIds().map((id) => [id, v.optional(severity)]))),
        v.description('Severity by rule.'),
      ),
    ),
    profile: v.optional(
      v.pipe(
        v.string(),
        v.description(
          'Device profile made by acl-perf calibrate, relative to this file; stands above device.',
        ),
      ),
    ),
    measured: v.optional(
      v.pipe(
        v.string(),
        v.description(
          'Times of models and profiles that were measured, relative to this file (.acl-perf-measured.json beside it where this is left out); acl-perf calibrate --save adds to it.',
        ),
      ),
    ),
    logTimes: v.optional(LogTimesSchema),
    parameters: v.optional(
      v.pipe(
        v.record(v.string(), v.union([v.pipe(v.number(), v.finite()), v.string()])),
        v.description(
          'Values of parameters that the source leaves open, or that stand in for its constants; of a mode, also the name of a choice.',
        ),
      ),
    ),
    deployment: v.optional(DeploymentSchema),
    baseline: v.optional(
      v.pipe(v.string(), v.description('File of findings not to report, relative to this file.')),
    ),
  });
}

export interface WorkspaceConfig {
  settings: AnalysisSettings;
  /** Path of the baseline file, relative to the configuration's folder. */
  baseline?: string;
  /** Path of a device profile, relative to the configuration's folder. */
  profile?: string;
  /** Path of the file of what was measured, relative to the configuration's folder. */
  measured?: string;
  /** What lines of the program's own log hold times. */
  logTimes?: LogTime[];
  /** Values of parameters by name; of a mode, also the name of a choice. */
  parameters?: Record<string, number | string>;
  deployment?: Deployment;
}

/** @throws FileError that says what is wrong and where. */
export function parseConfig(text: string, file: string): WorkspaceConfig {
  const { baseline, profile, measured, logTimes, parameters, deployment, ...rest } = parseJsonFile(
    text,
    file,
    configSchema(),
  );
  delete rest.$schema;
  return {
    settings: rest as AnalysisSettings,
    ...(baseline === undefined ? {} : { baseline }),
    ...(profile === undefined ? {} : { profile }),
    ...(measured === undefined ? {} : { measured }),
    ...(logTimes === undefined ? {} : { logTimes }),
    ...(parameters === undefined ? {} : { parameters }),
    ...(deployment === undefined ? {} : { deployment }),
  };
}

/** The settings under `ascendcl` that the server asks for with workspace/configuration. Bad values fall back, one by one. */
import * as v from 'valibot';
import { DEFAULT_DEVICE } from '../pipeline/devices.ts';

export const ruleLevels = ['error', 'warning', 'info', 'hint', 'off'] as const;

/** Those of which a frame's time is made, all, or none. */
const hintedLines = ['off', 'hot', 'all'] as const;

const text = (otherwise: string) => v.fallback(v.optional(v.string(), otherwise), otherwise);
const flag = (otherwise: boolean) => v.fallback(v.optional(v.boolean(), otherwise), otherwise);

export const serverSettingsSchema = v.object({
  device: text(DEFAULT_DEVICE),
  /** Empty: not known; version-dependent rules say so. */
  cannVersion: text(''),
  /** Path of a DeviceProfile (from `acl-perf calibrate`), relative to its workspace folder; empty: the shipped one. */
  profile: text(''),
  /** Values of parameters that the source leaves open, by name. */
  parameters: v.fallback(v.optional(v.record(v.string(), v.number()), {}), {}),
  defines: v.fallback(v.optional(v.record(v.string(), v.string()), {}), {}),
  /** Functions that others call once a frame, by name. */
  entries: v.fallback(v.optional(v.array(v.string()), []), []),
  rules: v.fallback(v.optional(v.record(v.string(), v.picklist(ruleLevels)), {}), {}),
  codeLens: v.fallback(v.optional(v.object({ enabled: flag(true) }), {}), { enabled: true }),
  /** Where the cost of a call is shown. */
  inlayHints: v.fallback(
    v.optional(v.object({ lines: v.fallback(v.optional(v.picklist(hintedLines), 'hot'), 'hot') }), {}),
    { lines: 'hot' },
  ),
  limits: v.fallback(
    v.optional(
      v.object({
        /** Files larger than this are not analysed, kB. */
        fileSize: v.fallback(v.optional(v.pipe(v.number(), v.minValue(1)), 2048), 2048),
        /** Files of the workspace that are read at most. */
        files: v.fallback(v.optional(v.pipe(v.number(), v.minValue(1)), 5000), 5000),
      }),
      {},
    ),
    { fileSize: 2048, files: 5000 },
  ),
});
export type ServerSettings = v.InferOutput<typeof serverSettingsSchema>;

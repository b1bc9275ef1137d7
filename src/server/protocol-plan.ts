/** What the page asks of a program that is still to be written, and what it gets. */
import * as v from 'valibot';
import { INPUTS, USUAL_BATCHES } from '../service/design/wish.ts';

export { USUAL_BATCHES };

const above0 = v.pipe(v.number(), v.finite(), v.gtValue(0));
const whole = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));
const side = v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(16_384));

/** Limits of a wish, which the page says where a value is beyond them. */
export const PLAN_LIMITS = { side: [2, 16_384], batch: [1, 1024], devices: [1, 64] } as const;

export const planWishSchema = v.object({
  model: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
  device: v.string(),
  /** Time of one execution, ms, where the catalogue is not to say it. */
  modelMs: v.exactOptional(above0),
  input: v.picklist(INPUTS),
  width: side,
  height: side,
  /** Of a JPEG file or of a ready input; left out: as usual at this size. */
  bytes: v.exactOptional(whole(2 ** 40)),
  modelWidth: side,
  modelHeight: side,
  rate: v.exactOptional(above0),
  p99Ms: v.exactOptional(above0),
  batches: v.pipe(v.array(whole(PLAN_LIMITS.batch[1])), v.minLength(1), v.maxLength(20)),
  mostDevices: whole(PLAN_LIMITS.devices[1]),
});
export type PlanWish = v.InferOutput<typeof planWishSchema>;

const rows = v.array(v.array(v.string()));

/** In words of the user's language. One of both is there. */
export const planAnswerSchema = v.object({
  /** Why the wish cannot be had, what comes nearest, and what binds it. */
  refused: v.nullable(v.string()),
  design: v.nullable(
    v.object({
      /** What is chosen and what it comes to, a name and a value each. */
      rows,
      /** How full each resource is, the fullest first. */
      loads: rows,
      /** The terms of the equivalent bandwidth. */
      bandwidth: v.array(v.string()),
      /** What is taken for granted. */
      assumed: v.array(v.string()),
      /** The program, C++, and its Pipeline, JSON. */
      source: v.string(),
      pipeline: v.string(),
    }),
  ),
});
export type PlanAnswer = v.InferOutput<typeof planAnswerSchema>;

export const planChoicesSchema = v.object({
  /** That of the settings. */
  device: v.string(),
  devices: v.array(v.object({ id: v.string(), name: v.string() })),
  models: v.array(v.string()),
});
export type PlanChoices = v.InferOutput<typeof planChoicesSchema>;

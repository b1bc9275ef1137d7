/** What of a pipeline can be set as its parameters can, though it has no parameter of that name. */
import { ownValue } from '../base/own-value.ts';
import type { Settings } from './evaluate.ts';
import type { ModelDeclaration, Pipeline } from './pipeline.ts';

/** Of every pipeline; `rate` is that of arrivals. */
export const COMMON_SETTINGS = ['processes', 'devices', 'rate'] as const;
type CommonSetting = (typeof COMMON_SETTINGS)[number];

/** The setting that says the time of one execution of a model, ms. */
export const modelTimeName = (model: string): string => `${model}_ms`;

/** Models of which the pipeline itself says no time: whoever knows it can set it. */
const timeless = ({ models }: Pipeline): ModelDeclaration[] =>
  models.filter(({ milliseconds }) => milliseconds === undefined);

/** COMMON_SETTINGS and the times of models, those left out that have the name of a parameter. */
export function impliedSettings(pipeline: Pipeline): string[] {
  const own = new Set(pipeline.parameters.map(({ name }) => name));
  const times = timeless(pipeline).map(({ id }) => modelTimeName(id));
  return [...new Set([...COMMON_SETTINGS, ...times])].filter((name) => !own.has(name));
}

/** The value that is set; undefined where none is, or where a parameter has the name. */
export const impliedSetting = (
  name: CommonSetting | ReturnType<typeof modelTimeName>,
  pipeline: Pipeline,
  set: Settings,
): number | undefined => (impliedSettings(pipeline).includes(name) ? ownValue(set, name) : undefined);

/** Names of all that can be set. */
export const settableNames = (pipeline: Pipeline): string[] => [
  ...pipeline.parameters.map(({ name }) => name),
  ...impliedSettings(pipeline),
];

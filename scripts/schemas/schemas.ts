/** The JSON schemas of what users write and read, made from the schemas that the program itself checks with. */
import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { configSchema } from '../../src/analyzer/config.ts';
import { KitSchema } from '../../src/measure/kit/kit-file.ts';
import { PipelineSchema } from '../../src/pipeline/schema.ts';
import { MeasuredSchema } from '../../src/profile/measured.ts';
import { DeviceProfileSchema } from '../../src/profile/profile.ts';
import { inChinese } from './chinese.ts';
import { typesOf } from './types.ts';
import { designOutputSchema } from './design-schema.ts';
import { explanationOutputSchema } from './explanation-schema.ts';
import { differenceOutputSchema } from './difference-schema.ts';
import { checkOutputSchema, comparisonOutputSchema, predictionOutputSchema } from './output-schemas.ts';

type JsonSchema = ReturnType<typeof toJsonSchema>;

const options = {
  errorMode: 'ignore',
  // What valibot transforms a value into is not the user's concern.
  typeMode: 'input',
} as const;

function made(title: string, description: string, schema: v.GenericSchema): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title,
    description,
    ...toJsonSchema(schema, options),
  };
}

/** `acl-perf pipeline` prints a pipeline without threads for a file without a program; simulating one needs a thread. */
function withoutLeastThreads(schema: JsonSchema): JsonSchema {
  const threads = schema.properties?.['threads'];
  if (typeof threads !== 'object') return schema;
  const rest = { ...threads };
  delete rest.minItems;
  return { ...schema, properties: { ...schema.properties, threads: rest } };
}

/** What an editor completes files of the user's by. */
function inputSchemas(): Record<string, JsonSchema> {
  return {
    pipeline: withoutLeastThreads(
      made(
        'Pipeline',
        'What a program asks of an Ascend device; written by acl-perf or by hand.',
        PipelineSchema,
      ),
    ),
    profile: made('Device profile', 'What a device and its host take for their work.', DeviceProfileSchema),
    measured: made(
      'Measured in a workspace',
      'Times of models and profiles of devices that a workspace’s users have measured.',
      MeasuredSchema,
    ),
    config: made('acl-perf configuration', 'Settings of a workspace.', configSchema()),
  };
}

/** By file name. */
export function jsonSchemas(): Record<string, JsonSchema> {
  const inputs = Object.entries(inputSchemas()).flatMap(([name, schema]): [string, JsonSchema][] => [
    [`${name}.schema.json`, schema],
    [`${name}.schema.zh-cn.json`, inChinese(schema)],
  ]);
  return {
    ...Object.fromEntries(inputs),
    'findings.schema.json': made('Findings', 'Output of acl-perf check --format json.', checkOutputSchema),
    'comparison.schema.json': made(
      'Comparison',
      'Output of acl-perf compare --format json.',
      comparisonOutputSchema,
    ),
    'difference.schema.json': made(
      'Difference',
      'Output of acl-perf diff --format json.',
      differenceOutputSchema,
    ),
    'design.schema.json': made('Design', 'Output of acl-perf plan --format json.', designOutputSchema),
    'explanation.schema.json': made(
      'Explanation',
      'Output of acl-perf explain --format json.',
      explanationOutputSchema,
    ),
    'kit.schema.json': made('Bench kit', 'What a kit of acl-perf bench-kit writes.', KitSchema),
    'prediction.schema.json': made(
      'Prediction',
      'Output of acl-perf predict and simulate --format json.',
      predictionOutputSchema,
    ),
  };
}

/** The types of what the package's functions give, before prettier. */
export function answerTypes(): string {
  const schemas = jsonSchemas();
  const of = (name: string): JsonSchema => schemas[`${name}.schema.json`] ?? {};
  return typesOf({ Findings: of('findings'), Prediction: of('prediction'), Pipeline: of('pipeline') });
}

/** TypeScript of the JSON schemas of answers, for whoever uses the package: what is promised and no more. */
import type { toJsonSchema } from '@valibot/to-json-schema';

type Schema = ReturnType<typeof toJsonSchema>;
type Part = Schema | boolean;

const HEAD = `/* Made from schema/ by \`npm run schemas\`. Times are in ms, sizes in bytes, rates in frames/s where nothing else is said. */
`;

/** One exported type a schema, and one for each of its definitions. */
export function typesOf(schemas: Readonly<Record<string, Schema>>): string {
  const all = Object.entries(schemas).flatMap(([name, schema]) => {
    const nested = Object.entries(schema.$defs ?? {}).map(([key, part]) => declared(name + key, part, name));
    return [...nested, declared(name, schema, name)];
  });
  return [HEAD, ...all].join('\n');
}

const declared = (name: string, schema: Part, root: string): string =>
  `${commentOf(schema)}export type ${name} = ${typeOf(schema, root)};\n`;

const commentOf = (schema: Part): string =>
  typeof schema === 'object' && schema.description !== undefined
    ? `/** ${schema.description.replaceAll('*/', '* /')} */\n`
    : '';

/** @param root the name of the type that definitions are named after. */
function typeOf(schema: Part | undefined, root: string): string {
  if (typeof schema !== 'object') return 'unknown';
  if (schema.$ref !== undefined) return root + (schema.$ref.split('/').at(-1) ?? '');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) return alternatives.map((one) => `(${typeOf(one, root)})`).join(' | ');
  if (schema.type === 'array') return listOf(schema.items, root);
  if (schema.type === 'object') return objectOf(schema, root);
  if (schema.type === 'integer') return 'number';
  return typeof schema.type === 'string' ? schema.type : 'unknown';
}

const listOf = (items: Schema['items'], root: string): string =>
  Array.isArray(items)
    ? `[${items.map((one) => typeOf(one, root)).join(', ')}]`
    : `(${typeOf(items, root)})[]`;

/** Fields may be added while the version stays: an object may always have more than is said. */
function objectOf({ properties = {}, required = [], additionalProperties }: Schema, root: string): string {
  const fields = Object.entries(properties).map(
    ([name, part]) =>
      `${commentOf(part)}${JSON.stringify(name)}${required.includes(name) ? '' : '?'}: ${typeOf(part, root)};`,
  );
  if (fields.length > 0) return `{\n${fields.join('\n')}\n}`;
  return `Record<string, ${typeOf(additionalProperties, root)}>`;
}

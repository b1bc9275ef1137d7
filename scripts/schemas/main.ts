/** Writes schema/*.schema.json: `node scripts/run.mjs scripts/schemas/main.ts`. */
import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { jsonSchemas } from './schemas.ts';

const config = await resolveConfig('schema/any.json');
for (const [name, schema] of Object.entries(jsonSchemas())) {
  const text = await format(JSON.stringify(schema), { ...config, parser: 'json' });
  writeFileSync(`schema/${name}`, text);
  console.log(`schema/${name}`);
}

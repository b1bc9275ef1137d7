/** Writes schema/*.schema.json and the types of the answers: `node scripts/run.mjs scripts/schemas/main.ts`. */
import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { answerTypes, jsonSchemas } from './schemas.ts';

const config = await resolveConfig('schema/any.json');
for (const [name, schema] of Object.entries(jsonSchemas())) {
  const text = await format(JSON.stringify(schema), { ...config, parser: 'json' });
  writeFileSync(`schema/${name}`, text);
  console.log(`schema/${name}`);
}
const types = 'schema/answers.d.ts';
writeFileSync(types, await format(answerTypes(), { ...(await resolveConfig(types)), parser: 'typescript' }));
console.log(types);

/**
 * Begins a rule: `npm run new:rule NAME [CATEGORY]`. Writes its file, its test and its pages with what is to be filled in,
 * and whatever follows from them: the list of rules, the settings and the schemas.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ruleIds } from '../../src/analyzer/rules/index.ts';
import { faultOf, filesOf, registered, SECTIONS, type Section } from './files.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const LIST = `${root}src/analyzer/rules/all.ts`;

const [id = '', category = 'correctness'] = process.argv.slice(2);
const isSection = (name: string): name is Section => Object.hasOwn(SECTIONS, name);

function begin(section: Section): void {
  const files = Object.entries(filesOf(id, section));
  const taken = files.find(([path]) => existsSync(root + path));
  if (taken) throw new Error(`${taken[0]} is there already`);
  for (const [path, text] of files) writeFileSync(root + path, text);
  writeFileSync(LIST, registered(readFileSync(LIST, 'utf8'), id, section));
  for (const script of ['scripts/rule-lists.ts', 'scripts/schemas/main.ts'])
    execFileSync(process.execPath, ['scripts/run.mjs', script], { cwd: root, stdio: 'ignore' });
  console.log(`Write these four:\n${files.map(([path]) => `  ${path}`).join('\n')}`);
  console.log(`Then: npm run rules && npx vitest run test/rules/${id}.test.ts test/rules/meta.test.ts -u`);
}

const fault = isSection(category)
  ? faultOf(id, ruleIds())
  : `${category}: a category is one of ${Object.keys(SECTIONS).join(', ')}`;
if (fault !== undefined || !isSection(category)) {
  console.error(fault ?? '');
  console.error('usage: npm run new:rule NAME [CATEGORY]');
  process.exit(2);
}
begin(category);

/** What `npm run new:rule` begins with: it must be taken as a rule at once, and be refused by tests until it is written. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';
import { describe, expect, it } from 'vitest';
import { faultOf, filesOf, registered, SECTIONS, TODO, type Section } from '../../scripts/new-rule/files.ts';
import { ruleById, ruleIds } from '../../src/analyzer/rules/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const list = readFileSync(`${root}src/analyzer/rules/all.ts`, 'utf8');
const sections = Object.keys(SECTIONS) as Section[];
const files = filesOf('a-new-rule', 'memory');

describe('a new rule', () => {
  it('has a name of its own', () => {
    expect(faultOf('a-new-rule', ruleIds())).toBeUndefined();
    expect(faultOf('unused-stream', ruleIds())).toMatch(/there is such a rule/);
    for (const name of ['', 'rule', 'A-Rule', 'a_rule', 'a-rule/x'])
      expect(faultOf(name, []), name).toMatch(/words with hyphens/);
  });

  it.each(sections)('is listed once, behind the other rules of %s', (section) => {
    const changed = registered(list, 'a-new-rule', section);
    expect(changed.split('\n')).toContain(`import { aNewRule } from './${section}/a-new-rule.ts';`);
    const names = /export const allRules[^[]*\[([^\]]*)\];/.exec(
      changed.replace(': readonly Rule[]', ''),
    )?.[1];
    const [, own = ''] = (names ?? '').split(`// ${SECTIONS[section]}\n`);
    const [before = ''] = own.split('//');
    expect(before.trim().split('\n').at(-1)?.trim()).toBe('aNewRule,');
  });

  it('is listed where its name belongs', () => {
    const imports = (id: string): string[] =>
      [...registered(list, id, 'dvpp').matchAll(/^import \{ \w+ \} from '\.\/(\w+\/[\w-]+)\.ts';$/gm)].map(
        ([, path = '']) => path,
      );
    for (const id of ['aa-first', 'unusual-stream', 'zz-last'])
      expect(imports(id)).toEqual(imports(id).toSorted((a, b) => (`${a}.ts` < `${b}.ts` ? -1 : 1)));
  });

  it('is written in four files, formatted, each with what is to do', async () => {
    expect(Object.keys(files)).toHaveLength(4);
    for (const [path, text] of Object.entries(files)) {
      const config = await prettier.resolveConfig(root + path);
      expect(await prettier.check(text, { ...config, filepath: path }), path).toBe(true);
      expect(text).toContain(TODO);
    }
  });

  it('leaves nothing to do in rules that are there', () => {
    for (const id of ruleIds()) {
      const { title, messages } = ruleById(id) ?? {};
      expect(JSON.stringify({ title, messages }), id).not.toContain(TODO);
    }
  });
});

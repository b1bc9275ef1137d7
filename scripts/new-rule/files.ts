/** What a new rule begins with: its own files, and its place in the list of all. */

/** Sections of the list of rules, by category. */
export const SECTIONS = {
  synchronization: 'Synchronization and overlap',
  memory: 'Memory and copies',
  streams: 'Streams, threads and contexts',
  dvpp: 'DVPP',
  model: 'Models, batches and operators',
  correctness: 'Correctness that decides performance',
  measurement: 'Measurement and hygiene',
} as const;

export type Section = keyof typeof SECTIONS;

/** Stands wherever something is to be written; no test passes while it does. */
export const TODO = 'TODO';

const ID = /^[a-z][a-z\d]*(?:-[a-z\d]+)+$/;

/** Why no rule can have that name. */
export function faultOf(id: string, known: readonly string[]): string | undefined {
  if (!ID.test(id)) return `${id}: a rule is named in words with hyphens, as unused-stream`;
  return known.includes(id) ? `${id}: there is such a rule` : undefined;
}

export const variableOf = (id: string): string =>
  id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The files that are written by hand from here on, by their paths. */
export function filesOf(id: string, category: Section): Record<string, string> {
  return {
    [`src/analyzer/rules/${category}/${id}.ts`]: ruleOf(id, category),
    [`test/rules/${id}.test.ts`]: testOf(id),
    [`docs/rules/${id}.md`]: pageOf(id),
    [`docs/rules/zh/${id}.md`]: chinesePageOf(id),
  };
}

const ruleOf = (id: string, category: Section): string => `/** ${TODO}: what it is about. */
import { defineRule } from '../rule.ts';

export const ${variableOf(id)} = defineRule({
  id: '${id}',
  meta: { severity: 'warning', category: '${category}' },
  title: { en: '${TODO}', zh: '${TODO}' },
  messages: {
    found: {
      en: '{call} ${TODO}: what is wrong, and what to do instead.',
      zh: '{call} ${TODO}',
    },
  },
  check(context, report) {
    for (const call of context.named('${TODO}')) {
      report({ messageId: 'found', at: call.range, node: call, data: { call: call.name } });
    }
  },
});
`;

const testOf = (id: string): string => `import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

testRule('${id}', {
  // At least eight of each. A program in which the rule must be silent is worth more than one that it reports.
  valid: {
    '${TODO}: silent': frame('aclmdlExecute(modelId, input, output);'),
  },
  invalid: {
    '${TODO}: reported': frame('⟦${TODO}⟧();'),
  },
});
`;

const SAMPLE = `\`\`\`cpp
${TODO}
\`\`\``;

const pageOf = (id: string): string => `# ${id}

[中文](zh/${id}.md)

${TODO}

## Why

${TODO}

## Incorrect

${SAMPLE}

## Correct

${SAMPLE}

## What the gain depends on

${TODO}

## When not to use it

- ${TODO}

## Sources

- ${TODO}
`;

const chinesePageOf = (id: string): string => `# ${id}

[English](../${id}.md)

${TODO}

## 原因

${TODO}

## 错误示例

${SAMPLE}

## 正确示例

${SAMPLE}

## 收益取决于什么

${TODO}

## 何时不适用

- ${TODO}

## 来源

- ${TODO}
`;

/** The list of all rules with one more, at the end of its section. */
export function registered(list: string, id: string, category: Section): string {
  const name = variableOf(id);
  const lines = list.split('\n');
  const imported = `import { ${name} } from './${category}/${id}.ts';`;
  const after = lines.findIndex((line) => isRuleImport(line) && pathOf(line) > pathOf(imported));
  const end = lines.findIndex((line) => line.startsWith('import type { Rule }'));
  lines.splice(after < 0 ? end : after, 0, imported);
  const section = lines.indexOf(`  // ${SECTIONS[category]}`);
  if (section < 0) throw new Error(`no section ${SECTIONS[category]}`);
  const length = lines.slice(section + 1).findIndex((line) => !/^ {2}\w+,$/.test(line));
  lines.splice(section + 1 + length, 0, `  ${name},`);
  return lines.join('\n');
}

const isRuleImport = (line: string): boolean => /^import \{ \w+ \} from '\.\/\w+\/[\w-]+\.ts';$/.test(line);
const pathOf = (line: string): string => /'(.*)'/.exec(line)?.[1] ?? '';

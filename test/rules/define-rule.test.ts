/** What a rule is made of, and what does not compile: `npm run types` fails where an error that is expected is none. */
import { expect, it } from 'vitest';
import type { SourceRange } from '../../src/pipeline/source.ts';
import { fix } from '../../src/analyzer/rules/fix/text/edits.ts';
import { defineRule } from '../../src/analyzer/rules/rule.ts';

const at: SourceRange = { file: 'a.cpp', line: 1, column: 1, endLine: 1, endColumn: 2 };

const rule = defineRule({
  id: 'a-rule',
  meta: { severity: 'hint', category: 'memory', priced: true },
  title: { en: 'A rule', zh: '规则' },
  messages: {
    plain: { en: 'Something.', zh: '某事。' },
    filled: { en: '{call} takes {bytes}.', zh: '{call} 占用 {bytes}。' },
    drop: { en: 'Drop it', zh: '删除' },
  },
  check(context, report) {
    report({ messageId: 'plain', at });
    report({ messageId: 'filled', at, data: { call: 'f', bytes: 1 } });
    report({ messageId: 'plain', at, offer: () => [fix('drop', [], true)] });
    report({ messageId: 'plain', at, related: [{ range: at, messageId: 'waitedHere' }] });
    // @ts-expect-error no such message
    report({ messageId: 'other', at });
    // @ts-expect-error without data
    report({ messageId: 'filled', at });
    // @ts-expect-error one value is missing
    report({ messageId: 'filled', at, data: { call: 'f' } });
    // @ts-expect-error no title of that id
    report({ messageId: 'plain', at, offer: () => [fix('dropAll', [], true)] });
    // @ts-expect-error no such evidence
    report({ messageId: 'plain', at, related: [{ range: at, messageId: 'elsewhere' }] });
    // @ts-expect-error evidence without its data
    report({ messageId: 'plain', at, related: [{ range: at, messageId: 'usedHere' }] });
  },
});

it('has its page by its id, and nothing that it does not say', () => {
  expect(rule.meta).toEqual({
    severity: 'hint',
    category: 'memory',
    docs: 'docs/rules/a-rule.md',
    priced: true,
    fixable: false,
    wholeProgram: false,
  });
});

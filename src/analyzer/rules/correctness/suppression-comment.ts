/** Comments that silence findings must say why, and name a rule that there is. */
import type { Finding } from '../../finding.ts';
import type { Suppression } from '../../suppression.ts';
import { defineRule } from '../rule.ts';

export const suppressionComment = defineRule({
  id: 'suppression-comment',
  meta: { severity: 'hint', category: 'correctness' },
  title: {
    en: 'A suppression comment gives no reason or names no known rule',
    zh: '抑制注释缺少理由或规则名无效',
  },
  messages: {
    noReason: {
      en: 'Say why this is ignored: `// acl-perf: ignore {rules} — reason`.',
      zh: '请说明忽略的理由：`// acl-perf: ignore {rules} — 理由`。',
    },
    unknownRule: { en: 'There is no rule "{name}".', zh: '不存在规则“{name}”。' },
    noRule: { en: 'Name the rule to ignore.', zh: '请写出要忽略的规则名。' },
  },
});

/** Findings about a comment itself; `known`: the ids of all rules. */
export function faultsOf(suppression: Suppression, known: ReadonlySet<string>): Finding[] {
  if (suppression.rules.length === 0) return [finding(suppression, 'noRule', {})];
  const unknown = suppression.rules.filter((name) => !known.has(name));
  const findings = unknown.map((name) => finding(suppression, 'unknownRule', { name }));
  if (suppression.reason === '') {
    findings.push(finding(suppression, 'noReason', { rules: suppression.rules.join(', ') }));
  }
  return findings;
}

function finding(
  suppression: Suppression,
  messageId: keyof typeof suppressionComment.messages,
  data: Record<string, string>,
): Finding {
  return {
    rule: suppressionComment.id,
    messageId,
    data,
    severity: suppressionComment.meta.severity,
    range: suppression.range,
    related: [],
    fixes: [],
  };
}

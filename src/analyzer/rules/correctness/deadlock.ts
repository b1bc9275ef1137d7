/** A program that never gets anywhere. No trace shows it: whoever simulates the program tells. */
import type { Problem } from '../../../pipeline/problems.ts';
import type { SourceRange } from '../../../pipeline/source.ts';
import type { Finding } from '../../finding.ts';
import { defineRule } from '../rule.ts';

export const deadlock = defineRule({
  id: 'deadlock',
  meta: { severity: 'warning', category: 'correctness' },
  title: { en: 'The program never gets anywhere', zh: '程序无法继续执行' },
  messages: {
    stalled: {
      en: 'As read, the program never gets anywhere and has no rate: {why}.',
      zh: '按所读取的源码，程序无法继续执行，因此没有吞吐量：{why}。',
    },
  },
});

/** `why`: who waits for what, or what runs without end; `at`: where the first of them stands. */
export const deadlockOf = (why: Problem, at: SourceRange): Finding => ({
  rule: deadlock.id,
  messageId: 'stalled',
  data: { why },
  severity: deadlock.meta.severity,
  range: at,
  related: [],
  fixes: [],
});

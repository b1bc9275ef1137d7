/** A program that never gets anywhere. No trace shows it: whoever simulates the program tells. */
import type { Problem } from '../../pipeline/problems.ts';
import type { SourceRange } from '../../pipeline/source.ts';
import type { Finding } from '../finding.ts';
import type { Rule } from './rule.ts';
import { meta } from './support/meta.ts';

interface DeadlockRule extends Rule {
  /** `why`: who waits for what, or what runs without end; `at`: where the first of them stands. */
  judge(why: Problem, at: SourceRange): Finding;
}

export const deadlock: DeadlockRule = {
  id: 'deadlock',
  meta: meta('deadlock', 'warning', 'correctness'),
  title: { en: 'The program never gets anywhere', zh: '程序无法继续执行' },
  messages: {
    stalled: {
      en: 'As read, the program never gets anywhere and has no rate: {why}.',
      zh: '按所读取的源码，程序无法继续执行，因此没有吞吐量：{why}。',
    },
  },
  check: () => undefined,
  judge: (why, at) => ({
    rule: 'deadlock',
    messageId: 'stalled',
    data: { why },
    severity: deadlock.meta.severity,
    range: at,
    related: [],
    fixes: [],
  }),
};

import { testRule } from './support/rule-tester.ts';
import { inLoopCases } from './support/in-loop-cases.ts';

testRule(
  'runtime-query-in-loop',
  inLoopCases('⟦aclrtGetRunMode⟧(&mode);', { before: 'aclrtRunMode mode = ACL_HOST;' }),
);

import { testRule } from './support/rule-tester.ts';
import { inLoopCases } from './support/in-loop-cases.ts';

testRule('runtime-init-in-loop', inLoopCases('⟦aclrtResetDevice⟧(0);'));

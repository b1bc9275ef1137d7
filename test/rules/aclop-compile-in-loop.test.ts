import { testRule } from './support/rule-tester.ts';
import { inLoopCases } from './support/in-loop-cases.ts';

testRule(
  'aclop-compile-in-loop',
  inLoopCases(
    '⟦aclopCompileAndExecute⟧("Add", 0, nullptr, nullptr, 0, nullptr, nullptr, nullptr, ACL_ENGINE_SYS, ACL_COMPILE_SYS, nullptr, stream);',
  ),
);

import { testRule } from './support/rule-tester.ts';
import { inLoopCases } from './support/in-loop-cases.ts';

testRule(
  'aclnn-workspace-in-loop',
  inLoopCases('⟦aclnnAddGetWorkspaceSize⟧(a, b, alpha, out, &size, &executor);', {
    top: 'static aclTensor *a = nullptr;\nstatic aclTensor *b = nullptr;\nstatic aclTensor *out = nullptr;\nstatic aclScalar *alpha = nullptr;',
    before: 'uint64_t size = 0;\naclOpExecutor *executor = nullptr;',
  }),
);

import { testRule } from './support/rule-tester.ts';
import { inLoopCases } from './support/in-loop-cases.ts';

testRule(
  'model-description-in-loop',
  inLoopCases('aclmdlDesc *desc = ⟦aclmdlCreateDesc⟧();\n⟦aclmdlGetDesc⟧(desc, modelId);'),
);

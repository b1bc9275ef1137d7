import { testRule } from './support/rule-tester.ts';
import { inLoopCases } from './support/in-loop-cases.ts';

testRule(
  'jpeg-header-in-loop',
  inLoopCases('⟦acldvppJpegGetImageInfo⟧(hostIn, JPEG_BYTES, &width, &height, &components);', {
    before: 'uint32_t width = 0;\nuint32_t height = 0;\nint32_t components = 0;',
  }),
);

import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const decode =
  'acldvppJpegDecodeAsync(channel, jpeg, JPEG_BYTES, decoded, stream);\naclrtSynchronizeStream(stream);';
const width = (value: string, name = '⟦acldvppSetPicDescWidthStride⟧'): string =>
  `${name}(decoded, ${value});`;
const height = (value: string, name = '⟦acldvppSetPicDescHeightStride⟧'): string =>
  `${name}(decoded, ${value});`;
const plainWidth = (value: string): string => width(value, 'acldvppSetPicDescWidthStride');
const plainHeight = (value: string): string => height(value, 'acldvppSetPicDescHeightStride');
const at = (before: string, top = ''): string => frame(decode, { before, top });

testRule('jpegd-stride', {
  valid: {
    '1920 × 1088': at(`${plainWidth('1920')}\n${plainHeight('1088')}`),
    'rounded up by the program': at(
      `${plainWidth('(1000 + 127) / 128 * 128')}\n${plainHeight('(1080 + 15) / 16 * 16')}`,
    ),
    'a width of the run': at(`uint32_t w = (uint32_t)atoi(getenv("W"));\n${plainWidth('w')}`),
    'a picture of VPC only': frame(
      'acldvppVpcResizeAsync(channel, decoded, resized, resizeConfig, stream);\naclrtSynchronizeStream(stream);',
      { before: plainWidth('1936') },
    ),
    'a device that takes it': { code: at(plainWidth('1984')), settings: { device: 'ascend310b' } },
    'another picture': at('acldvppSetPicDescWidthStride(resized, 240);'),
    constants: at(plainWidth('STRIDE'), 'static const uint32_t STRIDE = 1024;'),
    'in a comment': at(`// ${plainWidth('1000')}`),
  },
  invalid: {
    'a width of 1000': { code: at(width('1000')), message: 'width' },
    'a width of a multiple of 16 only': at(width('1936')),
    'a height of 1080': { code: at(height('1080')), message: 'height' },
    both: at(`${width('1000')}\n${height('1080')}`),
    'a constant': at(width('STRIDE'), 'static const uint32_t STRIDE = 1000;'),
    'a #define': at(width('STRIDE'), '#define STRIDE 1000'),
    'rounded up to 16': at(width('(1000 + 15) / 16 * 16')),
    'rounded up to 16 by a function, on the 310P': {
      code: at(
        width('aligned(1050, 16)'),
        'static uint32_t aligned(uint32_t v, uint32_t a) { return (v + a - 1) / a * a; }',
      ),
      settings: { device: 'ascend310p3' },
    },
    'a constant of the function, on the 910B': {
      code: at(`const uint32_t rows = (700 + 1) / 2 * 2;\n${height('rows')}`),
      settings: { device: 'ascend910b' },
    },
    'in a helper': at('describe();', `void describe()\n{\n    ${width('1000')}\n}`),
  },
});

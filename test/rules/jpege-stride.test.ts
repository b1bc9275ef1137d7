import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const before = 'acldvppJpegeConfig *config = acldvppCreateJpegeConfig();\nuint32_t size = 0;';
const encode =
  'acldvppJpegEncodeAsync(channel, resized, jpeg, &size, config, stream);\naclrtSynchronizeStream(stream);';
const width = (value: string, name = '⟦acldvppSetPicDescWidthStride⟧'): string =>
  `${name}(resized, ${value});`;
const plain = (value: string): string => width(value, 'acldvppSetPicDescWidthStride');
const at = (text: string, top = ''): string => frame(encode, { before: `${before}\n${text}`, top });

testRule('jpege-stride', {
  valid: {
    'a multiple of 16': at(plain('240')),
    'a multiple of 128': at(plain('256')),
    'rounded up by the program': at(plain('(250 + 15) / 16 * 16')),
    'a width of the run': at(`uint32_t w = (uint32_t)atoi(getenv("W"));\n${plain('w')}`),
    'a picture that JPEGE never gets': at('acldvppSetPicDescWidthStride(decoded, 1921);'),
    'any height': at('acldvppSetPicDescHeightStride(resized, 225);'),
    'a device that takes it': { code: at(plain('250')), settings: { device: 'ascend310b' } },
    'in a comment': at(`// ${plain('250')}`),
  },
  invalid: {
    'a width of 250': at(width('250')),
    'a width of 8': at(width('8')),
    'an odd width': at(width('1921')),
    'a constant': at(width('STRIDE'), 'static const uint32_t STRIDE = 250;'),
    'a #define': at(width('STRIDE'), '#define STRIDE 250'),
    'in a helper': at('describe();', `void describe()\n{\n    ${width('250')}\n}`),
    'an expression': at(width('224 + 10')),
    'on the 310P': { code: at(width('250')), settings: { device: 'ascend310p3' } },
  },
});

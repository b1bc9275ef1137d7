import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const resize =
  'acldvppVpcResizeAsync(channel, decoded, resized, resizeConfig, stream);\naclrtSynchronizeStream(stream);';
const width = (value: string, name = '⟦acldvppSetPicDescWidthStride⟧', picture = 'resized'): string =>
  `${name}(${picture}, ${value});`;
const height = (value: string, name = '⟦acldvppSetPicDescHeightStride⟧'): string =>
  `${name}(resized, ${value});`;
const plainWidth = (value: string, picture = 'resized'): string =>
  width(value, 'acldvppSetPicDescWidthStride', picture);
const at = (before: string, top = '', body = resize): string => frame(body, { before, top });

testRule('vpc-stride', {
  valid: {
    '224 × 224': at(`${plainWidth('224')}\nacldvppSetPicDescHeightStride(resized, 224);`),
    'rounded up by the program': at(plainWidth('(299 + 15) / 16 * 16')),
    'a width of the run': at(`uint32_t w = (uint32_t)atoi(getenv("W"));\n${plainWidth('w')}`),
    'a picture that VPC never gets': at(
      `acldvppPicDesc *spare = acldvppCreatePicDesc();\n${plainWidth('299', 'spare')}`,
    ),
    'a device that takes it': { code: at(plainWidth('299')), settings: { device: 'ascend310b' } },
    'pixels, not strides': at('acldvppSetPicDescWidth(resized, 299);'),
    'a constant': at(plainWidth('STRIDE'), 'static const uint32_t STRIDE = 304;'),
    'in a comment': at(`// ${plainWidth('299')}`),
  },
  invalid: {
    'a width of 299': { code: at(width('299')), message: 'width' },
    'a width of 300': at(width('300')),
    'an odd height': { code: at(height('225')), message: 'height' },
    'the input': at(width('1930', '⟦acldvppSetPicDescWidthStride⟧', 'decoded')),
    'a crop': at(
      width('100'),
      '',
      'acldvppVpcCropAsync(channel, decoded, resized, nullptr, stream);\naclrtSynchronizeStream(stream);',
    ),
    'a #define': at(width('STRIDE'), '#define STRIDE 299'),
    'in a helper': at('describe();', `void describe()\n{\n    ${width('299')}\n}`),
    both: at(`${width('299')}\n${height('299')}`),
  },
});

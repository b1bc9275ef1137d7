/** Sizes of pictures that a header tells at run time, or nothing does: open under one name, whatever goes by them. */
import { describe, expect, it, test } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const program = (body: string, declared = '') => `#include "acl/acl.h"
#include "acl/ops/acl_dvpp.h"
${declared}
static constexpr uint32_t up(uint32_t v, uint32_t a) { return (v + a - 1) & ~(a - 1); }
int main() {
  aclrtStream s; aclrtCreateStream(&s);
  auto *ch = acldvppCreateChannelDesc(); acldvppCreateChannel(ch);
  void *bits, *yuv; acldvppMalloc(&bits, 300000); acldvppMalloc(&yuv, 4096 * 4096 * 3 / 2);
  auto *d = acldvppCreatePicDesc(), *small = acldvppCreatePicDesc();
  acldvppSetPicDescWidth(small, 224); acldvppSetPicDescHeight(small, 224);
  auto *cfg = acldvppCreateResizeConfig();
  while (true) { ${body} aclrtSynchronizeStream(s); }
}`;

const decode = 'acldvppJpegDecodeAsync(ch, bits, 300000, d, s);';
const OPEN = 'frame_width * frame_height';

async function read(body: string, declared?: string) {
  const pipeline = await pipelineOf(program(body, declared));
  const parameters = pipeline.parameters.filter(({ name }) => name.startsWith('frame_'));
  return {
    pixels: stepsOf(pipeline, 'submit').map(({ work }) => work.pixels),
    parameters: parameters.map(({ name, value, unit, kind }) => [name, value, unit, kind]),
    unknowns: pipeline.unknowns.filter(({ code }) => code === 'picture-size').map(({ detail }) => detail),
  };
}

const open1080p = [
  ['frame_width', 1920, 'pixels', 'open'],
  ['frame_height', 1080, 'pixels', 'open'],
];

describe('what a header tells', () => {
  const ask = 'acldvppJpegGetImageInfo(bits, 300000, &w, &h, &c);';
  it.each([
    [
      'alone',
      `uint32_t w, h; int32_t c; ${ask} acldvppSetPicDescWidth(d, w); acldvppSetPicDescHeight(d, h);`,
    ],
    [
      'with strides by a mask',
      `uint32_t w = 0, h = 0; int32_t c = 0; ${ask} acldvppSetPicDescWidth(d, w); acldvppSetPicDescHeight(d, h);
       acldvppSetPicDescWidthStride(d, up(w, 128)); acldvppSetPicDescHeightStride(d, up(h, 16));`,
    ],
    [
      'with strides by a quotient',
      `uint32_t w = 0, h = 0; int32_t c = 0; ${ask} acldvppSetPicDescWidth(d, w); acldvppSetPicDescHeight(d, h);
       acldvppSetPicDescWidthStride(d, (w + 127) / 128 * 128); acldvppSetPicDescHeightStride(d, (h + 15) / 16 * 16);`,
    ],
    [
      'into fields',
      `Info i; acldvppJpegGetImageInfo(bits, 300000, &i.w, &i.h, &i.c); acldvppSetPicDescWidth(d, i.w); acldvppSetPicDescHeight(d, i.h);`,
    ],
    [
      'of a PNG picture',
      `uint32_t w, h; int32_t c; acldvppPngGetImageInfo(bits, 300000, &w, &h, &c); acldvppSetPicDescWidth(d, w); acldvppSetPicDescHeight(d, h);`,
    ],
    [
      'into what the runtime fills',
      `hi_img_info i; hi_mpi_dvpp_get_image_info(HI_PT_JPEG, &stream, &i); acldvppSetPicDescWidth(d, i.width); acldvppSetPicDescHeight(d, i.height);`,
    ],
  ])('%s', async (_how, body) => {
    const found = await read(
      body + decode,
      'struct Info { uint32_t w = 0, h = 0; int32_t c = 0; }; hi_vdec_stream stream;',
    );
    expect(found).toEqual({ pixels: [OPEN], parameters: open1080p, unknowns: ['acldvppJpegDecodeAsync'] });
  });
});

describe('what VPC is given', () => {
  const resize = (from: string) => `acldvppVpcResizeAsync(ch, ${from}, small, cfg, s);`;

  it('is not of the size that it makes', async () => {
    const found = await read(resize('other()'), 'acldvppPicDesc *other();');
    expect(found).toEqual({ pixels: [OPEN], parameters: open1080p, unknowns: ['acldvppVpcResizeAsync'] });
  });

  it('is what the decoder made, once asked for', async () => {
    const found = await read(decode + resize('d'));
    expect(found.pixels).toEqual([OPEN, OPEN]);
    // Asked once.
    expect(found.unknowns).toEqual(['acldvppJpegDecodeAsync']);
  });

  it('is known where it is said', async () => {
    const found = await read(
      `acldvppSetPicDescWidth(d, 1280); acldvppSetPicDescHeight(d, 720); ${resize('d')}`,
    );
    expect(found).toEqual({ pixels: [1280 * 720], parameters: [], unknowns: [] });
  });
});

test('what OpenCV has read is as large as is usual, also where a field starts with 0', async () => {
  const pipeline = await pipelineOf(
    program(
      `Img one; cv::Mat m = cv::imread("a.jpg"); one.w = m.cols; one.h = m.rows;
       acldvppSetPicDescWidth(d, one.w); acldvppSetPicDescHeight(d, one.h); acldvppVpcResizeAsync(ch, d, small, cfg, s);`,
      'namespace cv { struct Mat { int rows, cols; unsigned char *data; }; Mat imread(const char *); }\nstruct Img { int w = 0, h = 0; };',
    ),
  );
  expect(stepsOf(pipeline, 'submit').map(({ work }) => work.pixels)).toEqual(['m_cols * m_rows']);
  const value = (wanted: string) => pipeline.parameters.find(({ name }) => name === wanted)?.value;
  expect([value('m_cols'), value('m_rows'), value('w'), value('h')]).toEqual([
    1920,
    1080,
    undefined,
    undefined,
  ]);
});

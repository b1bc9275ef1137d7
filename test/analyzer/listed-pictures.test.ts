/** Pictures that are described in braces, by the names of fields or in the order of the runtime's headers. */
import { describe, expect, it } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const program = (pictures: string, before = '') => `#include "hi_dvpp.h"
${before}
int main() {
  const hi_u32 W = 1280, H = 720; void *pic, *out; hi_vpc_chn vpc = 0; hi_u32 task;
  for (int n = 0; n < 1000; ++n) {
    ${pictures}
    hi_mpi_vpc_resize(vpc, &a, &b, 0, 0, 0, &task, -1);
    hi_mpi_vpc_get_process_result(vpc, task, -1);
  }
}`;

const BOTH = 'hi_vpc_pic_info a{pic, W * H * 3 / 2, W, H, W, H, 1}, b{out, 345600, 640, 360, 640, 360, 1};';

describe('pictures in braces', () => {
  it.each([
    ['in order', BOTH],
    ['behind an equals sign', BOTH.replaceAll('{', ' = {')],
    [
      'by name',
      'hi_vpc_pic_info a{.picture_address = pic, .picture_width = W, .picture_height = H}; hi_vpc_pic_info b = {.picture_width = 640, .picture_height = 360};',
    ],
    [
      'a copy that is changed',
      'hi_vpc_pic_info a{pic, W * H * 3 / 2, W, H, W, H, 1}; hi_vpc_pic_info b = a; b.picture_width = 640; b.picture_height = 360;',
    ],
  ])('have the size that stands there: %s', async (_form, pictures) => {
    const pipeline = await pipelineOf(program(pictures));
    expect(stepsOf(pipeline, 'submit')[0]?.work).toMatchObject({ pixels: 921600, bytes: 345600 });
    expect(pipeline.unknowns.map(({ code }) => code)).not.toContain('picture-size');
  });

  it('have it where a function gives them', async () => {
    const make =
      'hi_vpc_pic_info make(void *p, hi_u32 w, hi_u32 h) { return {p, w * h * 3 / 2, w, h, w, h, 1}; }';
    const pipeline = await pipelineOf(program('auto a = make(pic, W, H), b = make(out, 640, 360);', make));
    expect(stepsOf(pipeline, 'submit')[0]?.work).toMatchObject({ pixels: 921600, bytes: 345600 });
  });
});

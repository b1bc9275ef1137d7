/** A channel of the media interface's decoder that is made for JPEG is the JPEG decoder's. */
import { expect, it } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const decoding = (type: string, more = ''): string => `#include "acl/acl.h"
#include "acl/dvpp/hi_dvpp.h"
int main() {
  hi_mpi_sys_init(); void *jpeg, *yuv; hi_mpi_dvpp_malloc(0, &jpeg, 1 << 20);
  hi_vdec_chn_attr attr = {}; attr.type = ${type}; attr.mode = HI_VDEC_SEND_MODE_FRAME; attr.pic_width = 1280; attr.pic_height = 720;
  hi_mpi_vdec_create_chn(3, &attr); ${more} hi_mpi_vdec_start_recv_stream(3);
  while (true) {
    hi_vdec_stream in = {}; in.addr = (hi_u8 *)jpeg; in.len = 500000; hi_vdec_pic_info out = {}; out.vir_addr = (hi_u64)yuv;
    hi_mpi_vdec_send_stream(3, &in, &out, -1);
    hi_video_frame_info frame; hi_vdec_stream done; hi_vdec_supplement_info rest;
    hi_mpi_vdec_get_frame(3, &frame, &rest, &done, -1);
    hi_mpi_vdec_release_frame(3, &frame);
  }
}`;

const other = 'hi_vdec_chn_attr second = {}; second.type = HI_PT_H264; hi_mpi_vdec_create_chn(4, &second);';

it.each([
  ['HI_PT_JPEG', '', 'jpegd'],
  ['HI_PT_JPEG', other, 'jpegd'],
  ['HI_PT_H265', '', 'vdec'],
  ['HI_PT_H264', other, 'vdec'],
])('%s %s', async (type, more, engine) => {
  const [sent] = stepsOf(await pipelineOf(decoding(type, more)), 'submit');
  expect(sent).toMatchObject({ engine, work: { pixels: 1280 * 720 } });
});

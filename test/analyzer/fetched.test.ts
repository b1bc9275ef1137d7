/** Results of a channel that another thread fetches than sends: the decoder works beside both. */
import { describe, expect, it } from 'vitest';
import { loadProfile } from '../../src/profile/load.ts';
import { simulate } from '../../src/sim/simulate.ts';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const HEAD = `#include <thread>\n#include "acl/acl.h"\n#include "acl/dvpp/hi_dvpp.h"\n
void send(int channel) {
  for (int i = 0; i < 3000; i++) {
    hi_vdec_stream in = {};
    hi_vdec_pic_info out = {};
    out.width = 1920;
    out.height = 1080;
    hi_mpi_vdec_send_stream(channel, &in, &out, -1);
  }
}
uint32_t model;
aclmdlDataset *in, *out;
void fetch(int channel) {
  for (int got = 0; got < 3000; got++) {
    hi_video_frame_info frame;
    hi_vdec_supplement_info more;
    hi_vdec_stream stream;
    if (hi_mpi_vdec_get_frame(channel, &frame, &more, &stream, -1) != HI_SUCCESS) break;
    aclmdlExecute(model, in, out);
    hi_mpi_vdec_release_frame(channel, &frame);
  }
}
`;
const START = 'aclInit(nullptr); aclrtSetDevice(0); aclmdlLoadFromFile("resnet50_bs1.om", &model);';
const fetchedIn = (main: string) => pipelineOf(`${HEAD}\nint main() { ${START} ${main} }`);

describe('frames that another thread fetches', () => {
  it('are handed over one by one, while the decoder goes on', async () => {
    const pipeline = await fetchedIn('std::thread feeder(send, 0); fetch(0); feeder.join();');
    expect(stepsOf(pipeline, 'wait').map(({ for: what }) => what)).toContain('report');
    expect(stepsOf(pipeline, 'callback')).toMatchObject([{ thread: 'main', blocking: true }]);
    const { qps, hostThreads } = simulate(pipeline, loadProfile('ascend310p3'));
    const alone = [await fetchedIn('send(0);'), await fetchedIn('fetch(0);')].map(
      (one) => simulate(one, loadProfile('ascend310p3')).qps,
    );
    expect(qps / Math.min(...alone)).toBeGreaterThan(0.9);
    // It waits for room in the channel, and holds no core meanwhile.
    expect(hostThreads['send']).toBeLessThan(0.5);
  });

  it('come to the thread of their own channel', async () => {
    const pipeline = await fetchedIn(`std::thread one(send, 0), two(send, 1), first(fetch, 0);
      fetch(1); one.join(); two.join(); first.join();`);
    const takers = stepsOf(pipeline, 'callback').map(({ thread }) => thread);
    expect(new Set(takers).size).toBe(2);
    expect(takers).toContain('main');
  });

  it('are waited for where one thread sends and fetches', async () => {
    const pipeline = await fetchedIn(`for (int i = 0; i < 100; i++) {
      hi_vdec_stream in = {}; hi_vdec_pic_info pic = {}; hi_video_frame_info frame; hi_vdec_supplement_info more;
      pic.width = 1920; pic.height = 1080;
      hi_mpi_vdec_send_stream(0, &in, &pic, -1);
      hi_mpi_vdec_get_frame(0, &frame, &more, &in, -1);
      hi_mpi_vdec_release_frame(0, &frame);
    }`);
    expect(stepsOf(pipeline, 'wait').map(({ for: what }) => what)).toEqual(['task']);
    expect(stepsOf(pipeline, 'callback')).toEqual([]);
  });

  it('are packets of the encoder too', async () => {
    const pipeline = await pipelineOf(`#include <thread>\n#include "acl/acl.h"\n#include "acl/dvpp/hi_dvpp.h"
      void write() {
        hi_venc_stream packet;
        while (hi_mpi_venc_get_stream(0, &packet, -1) == HI_SUCCESS) hi_mpi_venc_release_stream(0, &packet);
      }
      int main() {
        aclInit(nullptr); aclrtSetDevice(0);
        std::thread writer(write);
        hi_video_frame_info frame;
        for (int i = 0; i < 500; i++) hi_mpi_venc_send_frame(0, &frame, -1);
        writer.join();
      }`);
    expect(stepsOf(pipeline, 'callback')).toMatchObject([{ blocking: true }]);
  });
});

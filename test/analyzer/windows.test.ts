/** Loops over a window that an outer loop moves on. */
import { expect, it } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';
import { shapeOf } from '../support/shape.ts';

const program = (loops: string): string => `
#include "acl/acl.h"
uint32_t m = 0; aclmdlDataset *in, *out;
int main() {
  aclInit(0); aclrtSetDevice(0); aclrtStream s; aclrtCreateStream(&s); aclmdlLoadFromFile("resnet50_bs1.om", &m);
  ${loops} }`;
const work = 'aclmdlExecuteAsync(m, in, out, s);';
const wait = 'aclrtSynchronizeStream(s);';

it.each([
  [
    'to a sum',
    `for (int first = 0; first < 1920; first += 48) { for (int i = first; i < first + 48; ++i) ${work} ${wait} }`,
  ],
  [
    'to a product',
    `for (int lap = 0; lap < 40; ++lap) { for (int i = lap * 48; i < (lap + 1) * 48; ++i) ${work} ${wait} }`,
  ],
  [
    'to and with its last',
    `for (int first = 0; first < 1920; first += 48) { for (int i = first; i <= first + 47; i++) ${work} ${wait} }`,
  ],
  [
    'to a named end',
    `for (int first = 0; first < 1920; first += 48) { const int last = first + 48; for (int i = first; i < last; ++i) ${work} ${wait} }`,
  ],
  [
    'in steps',
    `for (int lap = 0; lap < 40; lap++) { for (int i = lap * 96; i < lap * 96 + 96; i += 2) ${work} ${wait} }`,
  ],
])('a window %s has as many passes wherever it stands', async (_what, loops) => {
  expect(shapeOf(await pipelineOf(program(loops)))).toContain('40(48(aclmdlExecuteAsync), wait)');
});

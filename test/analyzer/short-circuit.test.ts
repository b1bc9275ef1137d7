/** What stands behind `&&`, `||` and `?` happens where the left side says so, in whatever statement. */
import { expect, it } from 'vitest';
import type { Step } from '../../src/pipeline/pipeline.ts';
import { pipelineOf } from '../support/analyzer.ts';

const head = `#include "acl/acl.h"
uint32_t id; aclmdlDataset *in, *out; aclrtStream st; void *h, *d, *b, *o;
static const bool kBack = false;
`;

/** In what share of the passes of the inner loop each call of the name happens, in order. */
function sharesOf(steps: readonly Step[], call: string, share = 1): number[] {
  return steps.flatMap((step) => {
    if (step.kind === 'submit' || step.kind === 'wait') return step.call === call ? [share] : [];
    if (step.kind === 'repeat') return sharesOf(step.body, call, share);
    if (step.kind !== 'branch') return [];
    const then = Number(step.share);
    return [
      ...sharesOf(step.then, call, share * then),
      ...sharesOf(step.otherwise, call, share * (1 - then)),
    ];
  });
}

async function shares(pass: string, call = 'aclmdlExecuteAsync'): Promise<number[]> {
  const body = pass
    .replaceAll('COPY', 'aclrtMemcpyAsync(d, 75264, h, 75264, ACL_MEMCPY_HOST_TO_DEVICE, st)')
    .replaceAll('BACK', 'aclrtMemcpyAsync(b, 4000, o, 4000, ACL_MEMCPY_DEVICE_TO_HOST, st)')
    .replaceAll('RUN', 'aclmdlExecuteAsync(id, in, out, st)');
  const { threads } = await pipelineOf(`${head}int main(int argc, char **argv) {
    aclrtCreateStream(&st);
    bool ok = true; bool asked = argc > 3;
    while (true) {
      unsigned at = 0;
      for (int k = 0; k < 16; k++) { ${body} }
      aclrtSynchronizeStream(st);
    }
  }`);
  return sharesOf(threads[0]?.program ?? [], call);
}

it.each([
  'COPY; if (++at % 8 == 0 && RUN) return 1;',
  'COPY; if ((k + 1) % 8 == 0 && RUN != ACL_SUCCESS) return 1;',
  'COPY; if (k % 8 == 7 && RUN) { return 1; } else { at = 1; }',
  'COPY; ++at % 8 == 0 && RUN;',
  'COPY; ++at % 8 != 0 || RUN;',
  'COPY; at++; (at % 8) ? 0 : RUN;',
  'COPY; at++; at % 8 == 0 ? RUN : 0;',
  'ok = ok && COPY == 0; ok = ok && (k % 8 != 7 || RUN == 0);',
  'COPY; if (k % 8 != 7 || RUN == ACL_SUCCESS) continue; return 1;',
  'COPY; bool last = k % 8 == 7 && RUN == ACL_SUCCESS; ok = last;',
  'COPY; if (!((k + 1) % 8)) RUN;',
  'COPY; if ((k + 1) % 8) continue; RUN;',
])('once in eight: %s', async (pass) => {
  expect(await shares(pass)).toEqual([1 / 8]);
});

it('behind a constant that is false it never happens', async () => {
  expect(await shares('COPY; if (kBack && BACK) return 1; RUN;', 'aclrtMemcpyAsync')).toEqual([1]);
});

it.each([
  'if (COPY == ACL_SUCCESS && RUN == ACL_SUCCESS) continue; return 1;',
  'if (COPY != ACL_SUCCESS || RUN != ACL_SUCCESS) return 1;',
  'aclError rc = COPY; rc == ACL_SUCCESS && RUN;',
  'ok = COPY == 0; ok = ok && RUN == 0;',
])('behind the status of a call it always happens: %s', async (pass) => {
  expect(await shares(pass)).toEqual([1]);
});

it.each([
  'RUN; if (k % 8 == 7 && aclrtSynchronizeStream(st) != ACL_SUCCESS) return 1;',
  'RUN; k % 8 != 7 || aclrtSynchronizeStream(st);',
])('a wait too: %s', async (pass) => {
  expect(await shares(pass, 'aclrtSynchronizeStream')).toEqual([1 / 8, 1]);
});

it('behind what the user sets it happens in one of the modes', async () => {
  const text = `${head}int main(int argc, char **argv) {
    aclrtCreateStream(&st);
    bool asked = argc > 3;
    while (true) {
      aclmdlExecuteAsync(id, in, out, st);
      if (asked && aclrtMemcpyAsync(b, 4000, o, 4000, ACL_MEMCPY_DEVICE_TO_HOST, st)) return 1;
      aclrtSynchronizeStream(st);
    }
  }`;
  const { parameters } = await pipelineOf(text);
  expect(parameters.map(({ name }) => name)).toContain('asked');
});

import { expect, test } from 'vitest';
import { workLines } from '../../scripts/evaluate/work-lines.ts';

const TEXT = `extern aclError aclrtMemcpy(void *, size_t);
ACL_FUNC_VISIBILITY aclError
aclrtSynchronizeStream(aclrtStream stream);
void f() {
  // aclrtMemcpy(a, 1, b, 1, kind);
  log("aclmdlExecute(id)");
  aclError ret = aclrtMemcpy(a, 1, b, 1, ACL_MEMCPY_HOST_TO_DEVICE);
  return aclmdlExecuteAsync(id, in, out, stream);
  aclrtMemcpy(a, 1, b,
              1, ACL_MEMCPY_HOST_TO_HOST);
  aclnnAddGetWorkspaceSize(a, b, &size, &executor);
  CHECK(aclnnAdd(workspace, size, executor, stream)); aclrtSynchronizeStream(stream);
  acldvppVpcResizeAsync(channel, in, out, config, stream);
  hi_mpi_vpc_destroy_chn(0);
}`;

test('finds the lines that give work, and no declarations, comments, strings, set-up or copies on the host', () => {
  expect(workLines(TEXT).map(({ line, kind }) => [line, kind])).toEqual([
    [7, 'copy'],
    [8, 'execute'],
    [12, 'operator'],
    [13, 'picture'],
  ]);
});

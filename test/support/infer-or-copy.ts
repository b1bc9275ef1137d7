/** Functions and classes of which one executes and the other copies, for programs that pick one of them. */
export const INFER_OR_COPY = `#include "acl/acl.h"
struct Stage { virtual ~Stage() = default; virtual void run() = 0; };
struct Infer : Stage { void run() override { aclmdlExecute(1, in, out); } };
struct Copy : Stage { void run() override { aclrtMemcpy(d, 64, h, 64, ACL_MEMCPY_HOST_TO_DEVICE); } };
static void infer() { for (int i = 0; i < 9; i++) aclmdlExecute(1, in, out); }
static void copy() { for (int i = 0; i < 9; i++) aclrtMemcpy(d, 64, h, 64, ACL_MEMCPY_HOST_TO_DEVICE); }
`;

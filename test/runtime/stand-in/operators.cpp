// Single operators: by name (aclop), in two phases (aclnn), matrix products.
#include "state.hpp"

#include <acl/acl_op_compiler.h>
#include <acl/ops/acl_cblas.h>
#include <aclnnop/aclnn_add.h>

using namespace stand_in;

struct aclTensorDesc {
    aclDataType type;
    size_t elements;
};

struct aclopAttr {
    int unused;
};

struct aclTensor {
    int unused;
};

struct aclScalar {
    int unused;
};

struct aclOpExecutor {
    int unused;
};

namespace {

aclError named(Entry &entry, const char *type, aclrtStream stream)
{
    onStream(entry.text("operator", type), stream);
    return ACL_SUCCESS;
}

} // namespace

extern "C" {

size_t aclDataTypeSize(aclDataType type)
{
    switch (type) {
    case ACL_INT64:
    case ACL_UINT64:
    case ACL_DOUBLE: return 8;
    case ACL_FLOAT:
    case ACL_INT32:
    case ACL_UINT32: return 4;
    case ACL_FLOAT16:
    case ACL_INT16:
    case ACL_UINT16: return 2;
    case ACL_DT_UNDEFINED: return 0;
    default: return 1;
    }
}

aclTensorDesc *aclCreateTensorDesc(aclDataType type, int count, const int64_t *dims, aclFormat)
{
    size_t elements = 1;
    for (int i = 0; i < count; i++) elements *= static_cast<size_t>(dims[i]);
    return new aclTensorDesc{type, elements};
}

void aclDestroyTensorDesc(const aclTensorDesc *) {}
size_t aclGetTensorDescSize(const aclTensorDesc *description) { return description->elements * aclDataTypeSize(description->type); }
size_t aclGetTensorDescElementCount(const aclTensorDesc *description) { return description->elements; }

aclopAttr *aclopCreateAttr() { return new aclopAttr{}; }
void aclopDestroyAttr(const aclopAttr *) {}

aclError aclopExecuteV2(const char *type, int, aclTensorDesc *[], aclDataBuffer *[], int, aclTensorDesc *[], aclDataBuffer *[], aclopAttr *, aclrtStream stream)
{
    WORK(entry);
    return named(entry, type, stream);
}

aclError aclopCompileAndExecute(const char *type, int, const aclTensorDesc *const[], const aclDataBuffer *const[], int, const aclTensorDesc *const[],
                                aclDataBuffer *const[], const aclopAttr *, aclopEngineType, aclopCompileType, const char *, aclrtStream stream)
{
    WORK(entry);
    return named(entry, type, stream);
}

aclError aclblasGemmEx(aclTransType, aclTransType, aclTransType, int, int, int, const void *, const void *, int, aclDataType, const void *, int,
                       aclDataType, const void *, void *, int, aclDataType, aclComputeType, aclrtStream stream)
{
    WORK(entry);
    return named(entry, "Gemm", stream);
}

aclTensor *aclCreateTensor(const int64_t *, uint64_t, aclDataType, const int64_t *, int64_t, aclFormat, const int64_t *, uint64_t, void *) { return new aclTensor{}; }
aclScalar *aclCreateScalar(void *, aclDataType) { return new aclScalar{}; }
aclnnStatus aclDestroyTensor(const aclTensor *) { return ACL_SUCCESS; }
aclnnStatus aclDestroyScalar(const aclScalar *) { return ACL_SUCCESS; }

aclnnStatus aclnnAddGetWorkspaceSize(const aclTensor *, const aclTensor *, const aclScalar *, aclTensor *, uint64_t *bytes, aclOpExecutor **executor)
{
    *bytes = 1024;
    *executor = new aclOpExecutor{};
    return ACL_SUCCESS;
}

aclnnStatus aclnnAdd(void *, uint64_t, aclOpExecutor *, aclrtStream stream)
{
    WORK(entry);
    return named(entry, "Add", stream);
}
}

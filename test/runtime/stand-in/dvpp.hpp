// Descriptions of pictures and packets, shared by the parts of DVPP.
#pragma once
#include "state.hpp"

#include <acl/ops/acl_dvpp.h>

struct acldvppPicDesc {
    void *data = nullptr;
    uint32_t size = 0;
    acldvppPixelFormat format = PIXEL_FORMAT_YUV_SEMIPLANAR_420;
    uint32_t width = 0;
    uint32_t height = 0;
    uint32_t widthStride = 0;
    uint32_t heightStride = 0;
    uint32_t retCode = 0;
};

struct acldvppStreamDesc {
    void *data = nullptr;
    uint32_t size = 0;
    acldvppStreamFormat format = H264_MAIN_LEVEL;
    uint8_t eos = 0;
    uint64_t timestamp = 0;
    uint32_t retCode = 0;
};

namespace stand_in {

/** Adds the pixels of the picture's width and height. */
Entry &pictured(Entry &entry, const acldvppPicDesc *picture);

} // namespace stand_in

/** A setter and a getter of a field of a description. */
#define FIELD(prefix, Owner, Field, member, Type)                                        \
    aclError prefix##Set##Owner##Field(prefix##Owner *owner, Type value)                 \
    {                                                                                    \
        owner->member = value;                                                           \
        return ACL_SUCCESS;                                                              \
    }                                                                                    \
    Type prefix##Get##Owner##Field(const prefix##Owner *owner) { return owner->member; }

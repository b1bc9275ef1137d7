// A picture in DVPP memory.
#pragma once
#include "kit.hpp"

#include <acl/ops/acl_dvpp.h>

#include <algorithm>

namespace kit {

/** YUV 4:2:0, semi-planar, with the strides that all of DVPP takes. */
class Picture {
public:
    /** `noisy`: with something in it, so that it does not compress to nothing. */
    Picture(Size size, bool noisy)
        : widthStride_(round(size.width, 128)), heightStride_(round(size.height, 16)),
          memory_(Pool::dvpp, size_t{widthStride_} * heightStride_ * 3 / 2), description_(acldvppCreatePicDesc())
    {
        const uint32_t bytes = static_cast<uint32_t>(memory_.bytes());
        acldvppSetPicDescData(description_, memory_.get());
        acldvppSetPicDescSize(description_, bytes);
        acldvppSetPicDescFormat(description_, PIXEL_FORMAT_YUV_SEMIPLANAR_420);
        acldvppSetPicDescWidth(description_, size.width);
        acldvppSetPicDescHeight(description_, size.height);
        acldvppSetPicDescWidthStride(description_, widthStride_);
        acldvppSetPicDescHeightStride(description_, heightStride_);
        if (noisy) fill();
    }
    ~Picture() { acldvppDestroyPicDesc(description_); }
    Picture(const Picture &) = delete;
    acldvppPicDesc *get() const { return description_; }

private:
    static uint32_t round(uint32_t value, uint32_t to) { return (value + to - 1) / to * to; }

    /** A slope with some grain, as a photograph has. Made once, for the largest picture. */
    static const std::vector<uint8_t> &grain(size_t count)
    {
        static std::vector<uint8_t> bytes;
        static uint32_t state = 1;
        while (bytes.size() < count) {
            state = state * 1664525u + 1013904223u;
            bytes.push_back(static_cast<uint8_t>((bytes.size() / 64) % 192 + (state >> 27)));
        }
        return bytes;
    }

    void fill() const
    {
        const std::vector<uint8_t> &bytes = grain(memory_.bytes());
        CHECK(aclrtMemcpy(memory_.get(), memory_.bytes(), bytes.data(), memory_.bytes(), ACL_MEMCPY_HOST_TO_DEVICE));
    }

    uint32_t widthStride_, heightStride_;
    Buffer memory_;
    acldvppPicDesc *description_;
};

} // namespace kit

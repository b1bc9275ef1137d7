// The stride of the cropped picture is rounded by a helper to 8, where VPC needs 16.
#include "acl/acl.h"
#include "acl/ops/acl_dvpp.h"
#include <vector>

namespace {
constexpr uint32_t kOutWidth = 300, kOutHeight = 300;
constexpr uint32_t RoundUp(uint32_t n, uint32_t to) { return (n + to - 1) / to * to; }

struct Picture {
    uint32_t width, height, stride, rows;
    void *data = nullptr;
    acldvppPicDesc *desc = nullptr;
    uint32_t Bytes() const { return stride * rows * 3 / 2; }
    bool Create() {
        if (acldvppMalloc(&data, Bytes()) != ACL_SUCCESS) return false;
        desc = acldvppCreatePicDesc();
        acldvppSetPicDescData(desc, data);
        acldvppSetPicDescFormat(desc, PIXEL_FORMAT_YUV_SEMIPLANAR_420);
        acldvppSetPicDescWidth(desc, width);
        acldvppSetPicDescHeight(desc, height);
        acldvppSetPicDescWidthStride(desc, stride);
        acldvppSetPicDescHeightStride(desc, rows);
        acldvppSetPicDescSize(desc, Bytes());
        return true;
    }
    void Destroy() {
        acldvppDestroyPicDesc(desc);
        acldvppFree(data);
    }
};
} // namespace

int main() {
    aclInit(nullptr);
    aclrtSetDevice(0);
    aclrtStream stream = nullptr;
    aclrtCreateStream(&stream);
    acldvppChannelDesc *channel = acldvppCreateChannelDesc();
    acldvppCreateChannel(channel);
    acldvppResizeConfig *config = acldvppCreateResizeConfig();
    Picture source{1920, 1080, RoundUp(1920, 16), RoundUp(1080, 2)};
    Picture target{kOutWidth, kOutHeight, RoundUp(kOutWidth, 8) + 4, RoundUp(kOutHeight, 2)};
    if (!source.Create() || !target.Create()) return 1;
    for (int i = 0; i < 1000; ++i) {
        acldvppVpcResizeAsync(channel, source.desc, target.desc, config, stream);
        if (i % 16 == 15) aclrtSynchronizeStream(stream);
    }
    aclrtSynchronizeStream(stream);
    source.Destroy();
    target.Destroy();
    acldvppDestroyResizeConfig(config);
    acldvppDestroyChannel(channel);
    acldvppDestroyChannelDesc(channel);
    aclrtDestroyStream(stream);
    aclrtResetDevice(0);
    aclFinalize();
}

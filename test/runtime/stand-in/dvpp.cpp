// Pictures: decoding, encoding and resizing.
#include "dvpp.hpp"
#include "timed/timed.hpp"

#include <vector>

using namespace stand_in;

struct acldvppBatchPicDesc {
    std::vector<acldvppPicDesc> pictures;
};

struct acldvppChannelDesc {
    int id = nextId("channel");
    uint32_t mode = 0;
};

struct acldvppResizeConfig {
    uint32_t interpolation = 0;
};

struct acldvppRoiConfig {
    uint32_t left, right, top, bottom;
};

struct acldvppJpegeConfig {
    uint32_t level = 100;
};

namespace {

constexpr uint32_t kWidth = 1920; // of a picture whose file is asked
constexpr uint32_t kHeight = 1080;

Entry &onChannel(Entry &entry, const acldvppChannelDesc *channel, aclrtStream stream)
{
    onStream(entry, stream);
    return channel ? entry.number("channel", channel->id) : entry.fault("null-channel");
}

aclError processed(Entry &entry, const acldvppChannelDesc *channel, const acldvppPicDesc *input, aclrtStream stream)
{
    pictured(onChannel(entry, channel, stream), input);
    return ACL_SUCCESS;
}

aclError processedBatch(Entry &entry, const acldvppChannelDesc *channel, const acldvppBatchPicDesc *input, uint32_t pictures,
                        aclrtStream stream)
{
    onChannel(entry, channel, stream).number("pictures", pictures);
    if (!input->pictures.empty()) pictured(entry, &input->pictures[0]);
    return ACL_SUCCESS;
}

double pixelsOf(const acldvppPicDesc *picture) { return static_cast<double>(picture->width) * picture->height; }

/** What a picture of 4:2:0 holds. */
double bytesOf(const acldvppPicDesc *picture) { return pixelsOf(picture) * 3 / 2; }

void timedOn(aclrtStream stream, const char *engine, double pixels, double bytes = 0)
{
    if (timed::on()) timed::submit(stream, {engine, bytes, pixels});
}

aclError imageInfo(uint32_t *width, uint32_t *height, int32_t *components)
{
    if (width) *width = kWidth;
    if (height) *height = kHeight;
    if (components) *components = 3;
    return ACL_SUCCESS;
}

} // namespace

namespace stand_in {

Entry &pictured(Entry &entry, const acldvppPicDesc *picture)
{
    if (!picture) return entry.fault("null-picture");
    return entry.number("pixels", static_cast<long long>(picture->width) * picture->height);
}

} // namespace stand_in

extern "C" {

aclError acldvppMalloc(void **out, size_t bytes) { NOTE(entry); return allocate(entry, "dvpp", out, bytes); }
aclError acldvppMallocWithCfg(void **out, size_t bytes, aclrtMemMallocPolicy, aclrtMallocConfig *) { NOTE(entry); return allocate(entry, "dvpp", out, bytes); }
aclError acldvppFree(void *address) { NOTE(entry); return release(entry, address); }

acldvppChannelDesc *acldvppCreateChannelDesc() { return new acldvppChannelDesc; }
aclError acldvppDestroyChannelDesc(acldvppChannelDesc *) { return ACL_SUCCESS; }
aclError acldvppCreateChannel(acldvppChannelDesc *channel) { NOTE(entry); inContext(entry.number("channel", channel->id)); return ACL_SUCCESS; }
aclError acldvppDestroyChannel(acldvppChannelDesc *channel) { NOTE(entry); entry.number("channel", channel->id); return ACL_SUCCESS; }
aclError acldvppSetChannelDescMode(acldvppChannelDesc *channel, uint32_t mode) { channel->mode = mode; return ACL_SUCCESS; }

acldvppPicDesc *acldvppCreatePicDesc() { return new acldvppPicDesc; }
aclError acldvppDestroyPicDesc(acldvppPicDesc *) { return ACL_SUCCESS; }
acldvppBatchPicDesc *acldvppCreateBatchPicDesc(uint32_t count) { return new acldvppBatchPicDesc{std::vector<acldvppPicDesc>(count)}; }
aclError acldvppDestroyBatchPicDesc(acldvppBatchPicDesc *) { return ACL_SUCCESS; }
acldvppPicDesc *acldvppGetPicDesc(acldvppBatchPicDesc *batch, uint32_t index) { return index < batch->pictures.size() ? &batch->pictures[index] : nullptr; }

FIELD(acldvpp, PicDesc, Data, data, void *)
FIELD(acldvpp, PicDesc, Size, size, uint32_t)
FIELD(acldvpp, PicDesc, Format, format, acldvppPixelFormat)
FIELD(acldvpp, PicDesc, Width, width, uint32_t)
FIELD(acldvpp, PicDesc, Height, height, uint32_t)
FIELD(acldvpp, PicDesc, WidthStride, widthStride, uint32_t)
FIELD(acldvpp, PicDesc, HeightStride, heightStride, uint32_t)
FIELD(acldvpp, PicDesc, RetCode, retCode, uint32_t)

acldvppStreamDesc *acldvppCreateStreamDesc() { return new acldvppStreamDesc; }
aclError acldvppDestroyStreamDesc(acldvppStreamDesc *) { return ACL_SUCCESS; }

FIELD(acldvpp, StreamDesc, Data, data, void *)
FIELD(acldvpp, StreamDesc, Size, size, uint32_t)
FIELD(acldvpp, StreamDesc, Format, format, acldvppStreamFormat)
FIELD(acldvpp, StreamDesc, Eos, eos, uint8_t)
FIELD(acldvpp, StreamDesc, Timestamp, timestamp, uint64_t)
FIELD(acldvpp, StreamDesc, RetCode, retCode, uint32_t)

acldvppResizeConfig *acldvppCreateResizeConfig() { return new acldvppResizeConfig; }
aclError acldvppDestroyResizeConfig(acldvppResizeConfig *) { return ACL_SUCCESS; }
FIELD(acldvpp, ResizeConfig, Interpolation, interpolation, uint32_t)

acldvppRoiConfig *acldvppCreateRoiConfig(uint32_t left, uint32_t right, uint32_t top, uint32_t bottom) { return new acldvppRoiConfig{left, right, top, bottom}; }
aclError acldvppDestroyRoiConfig(acldvppRoiConfig *) { return ACL_SUCCESS; }

acldvppJpegeConfig *acldvppCreateJpegeConfig() { return new acldvppJpegeConfig; }
aclError acldvppDestroyJpegeConfig(acldvppJpegeConfig *) { return ACL_SUCCESS; }
FIELD(acldvpp, JpegeConfig, Level, level, uint32_t)

aclError acldvppJpegGetImageInfo(const void *, uint32_t, uint32_t *width, uint32_t *height, int32_t *components) { return imageInfo(width, height, components); }
aclError acldvppPngGetImageInfo(const void *, uint32_t, uint32_t *width, uint32_t *height, int32_t *components) { return imageInfo(width, height, components); }

aclError acldvppJpegPredictDecSize(const void *, uint32_t, acldvppPixelFormat, uint32_t *size)
{
    *size = kWidth * kHeight * 3 / 2;
    return ACL_SUCCESS;
}

aclError acldvppJpegPredictEncSize(const acldvppPicDesc *picture, const acldvppJpegeConfig *, uint32_t *size)
{
    *size = picture->width * picture->height;
    return ACL_SUCCESS;
}

aclError acldvppJpegDecodeAsync(acldvppChannelDesc *channel, const void *data, uint32_t size, acldvppPicDesc *output, aclrtStream stream)
{
    WORK(entry);
    addressed(entry.number("bytes", size), "from", data);
    timedOn(stream, "jpegd", pixelsOf(output), size);
    return processed(entry, channel, output, stream);
}

aclError acldvppPngDecodeAsync(acldvppChannelDesc *channel, const void *data, uint32_t size, acldvppPicDesc *output, aclrtStream stream)
{
    WORK(entry);
    addressed(entry.number("bytes", size), "from", data);
    timedOn(stream, "pngd", pixelsOf(output), size);
    return processed(entry, channel, output, stream);
}

aclError acldvppJpegEncodeAsync(acldvppChannelDesc *channel, acldvppPicDesc *input, const void *, uint32_t *size, acldvppJpegeConfig *config, aclrtStream stream)
{
    WORK(entry);
    if (size && *size == 0) *size = 1;
    if (size && timed::on()) *size = static_cast<uint32_t>(pixelsOf(input) * config->level / 400);
    timedOn(stream, "jpege", pixelsOf(input));
    return processed(entry, channel, input, stream);
}

aclError acldvppVpcResizeAsync(acldvppChannelDesc *channel, acldvppPicDesc *input, acldvppPicDesc *output, acldvppResizeConfig *, aclrtStream stream)
{
    WORK(entry);
    timedOn(stream, "vpc", pixelsOf(input), bytesOf(output));
    return processed(entry, channel, input, stream);
}

aclError acldvppVpcCropAsync(acldvppChannelDesc *channel, acldvppPicDesc *input, acldvppPicDesc *, acldvppRoiConfig *, aclrtStream stream)
{
    WORK(entry);
    return processed(entry, channel, input, stream);
}

aclError acldvppVpcCropResizeAsync(acldvppChannelDesc *channel, acldvppPicDesc *input, acldvppPicDesc *, acldvppRoiConfig *, acldvppResizeConfig *, aclrtStream stream)
{
    WORK(entry);
    return processed(entry, channel, input, stream);
}

aclError acldvppVpcCropAndPasteAsync(acldvppChannelDesc *channel, acldvppPicDesc *input, acldvppPicDesc *, acldvppRoiConfig *, acldvppRoiConfig *, aclrtStream stream)
{
    WORK(entry);
    return processed(entry, channel, input, stream);
}

aclError acldvppVpcCropResizePasteAsync(acldvppChannelDesc *channel, acldvppPicDesc *input, acldvppPicDesc *, acldvppRoiConfig *, acldvppRoiConfig *, acldvppResizeConfig *, aclrtStream stream)
{
    WORK(entry);
    return processed(entry, channel, input, stream);
}

aclError acldvppVpcConvertColorAsync(acldvppChannelDesc *channel, acldvppPicDesc *input, acldvppPicDesc *, aclrtStream stream)
{
    WORK(entry);
    return processed(entry, channel, input, stream);
}

aclError acldvppVpcBatchCropAsync(acldvppChannelDesc *channel, acldvppBatchPicDesc *input, uint32_t *, uint32_t pictures, acldvppBatchPicDesc *, acldvppRoiConfig *[], aclrtStream stream)
{
    WORK(entry);
    return processedBatch(entry, channel, input, pictures, stream);
}

aclError acldvppVpcBatchCropResizeAsync(acldvppChannelDesc *channel, acldvppBatchPicDesc *input, uint32_t *, uint32_t pictures, acldvppBatchPicDesc *, acldvppRoiConfig *[], acldvppResizeConfig *, aclrtStream stream)
{
    WORK(entry);
    return processedBatch(entry, channel, input, pictures, stream);
}
}

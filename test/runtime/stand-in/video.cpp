// Video of DVPP V1: what is sent comes back through a callback on the channel's thread.
#include "dvpp.hpp"
#include "timed/timed.hpp"

using namespace stand_in;

struct aclvdecChannelDesc {
    int id = nextId("vdec");
    uint32_t channelId = 0;
    uint64_t threadId = 0;
    aclvdecCallback callback = nullptr;
    acldvppStreamFormat type = H264_MAIN_LEVEL;
    acldvppPixelFormat format = PIXEL_FORMAT_YUV_SEMIPLANAR_420;
    uint32_t width = 0, height = 0, refFrames = 0, bitDepth = 0, outMode = 0;
};

struct aclvencChannelDesc {
    int id = nextId("venc");
    uint64_t threadId = 0;
    aclvencCallback callback = nullptr;
    acldvppStreamFormat type = H264_MAIN_LEVEL;
    acldvppPixelFormat format = PIXEL_FORMAT_YUV_SEMIPLANAR_420;
    uint32_t width = 0, height = 0, interval = 0, rate = 0, rcMode = 0, bitRate = 0, bufferSize = 0;
    void *buffer = nullptr;
};

struct aclvdecFrameConfig {
    int unused;
};

struct aclvencFrameConfig {
    uint8_t eos = 0, forceI = 0;
};

namespace {

constexpr size_t kInFlight = 8; // frames that a channel takes before it makes the sender wait

aclError closed(Entry &entry, const void *channel)
{
    if (timed::on()) timed::holdUp(channel, 0);
    else drain(channel);
    entry.commit();
    return ACL_SUCCESS;
}

/** The channel takes the frame as the device's time allows, and its callback runs once the engine is done with it. */
void sendTimed(const void *channel, const char *engine, const acldvppPicDesc *picture, uint64_t thread, std::function<void()> run)
{
    timed::holdUp(channel, kInFlight - 1);
    const double pixels = picture ? static_cast<double>(picture->width) * picture->height : 0;
    timed::submit(channel, {engine, 0, pixels}, [=] { timed::post(thread, run); });
}

bool endsVideo(const aclvencFrameConfig *config) { return config && config->eos; }

} // namespace

extern "C" {

aclvdecChannelDesc *aclvdecCreateChannelDesc() { return new aclvdecChannelDesc; }
aclError aclvdecDestroyChannelDesc(aclvdecChannelDesc *) { return ACL_SUCCESS; }
aclError aclvdecCreateChannel(aclvdecChannelDesc *channel) { NOTE(entry); inContext(entry.number("channel", channel->id)); return ACL_SUCCESS; }
aclError aclvdecDestroyChannel(aclvdecChannelDesc *channel) { NOTE(entry); return closed(entry.number("channel", channel->id), channel); }
aclvdecFrameConfig *aclvdecCreateFrameConfig() { return new aclvdecFrameConfig{}; }
aclError aclvdecDestroyFrameConfig(aclvdecFrameConfig *) { return ACL_SUCCESS; }

FIELD(aclvdec, ChannelDesc, ChannelId, channelId, uint32_t)
FIELD(aclvdec, ChannelDesc, ThreadId, threadId, uint64_t)
FIELD(aclvdec, ChannelDesc, Callback, callback, aclvdecCallback)
FIELD(aclvdec, ChannelDesc, EnType, type, acldvppStreamFormat)
FIELD(aclvdec, ChannelDesc, OutPicFormat, format, acldvppPixelFormat)
FIELD(aclvdec, ChannelDesc, OutPicWidth, width, uint32_t)
FIELD(aclvdec, ChannelDesc, OutPicHeight, height, uint32_t)
FIELD(aclvdec, ChannelDesc, RefFrameNum, refFrames, uint32_t)
FIELD(aclvdec, ChannelDesc, BitDepth, bitDepth, uint32_t)
FIELD(aclvdec, ChannelDesc, OutMode, outMode, uint32_t)

aclError aclvdecSendFrame(aclvdecChannelDesc *channel, acldvppStreamDesc *packet, acldvppPicDesc *picture, aclvdecFrameConfig *, void *data)
{
    WORK(entry);
    inContext(entry.number("channel", channel->id).number("bytes", packet->size));
    if (picture) pictured(entry, picture);
    entry.commit();
    // The packet that ends the video brings no picture.
    if (packet->eos || !channel->callback) return ACL_SUCCESS;
    const auto report = [=] { channel->callback(packet, picture, data); };
    if (timed::on()) {
        sendTimed(channel, "vdec", picture, channel->threadId, report);
        return ACL_SUCCESS;
    }
    drain(channel, kInFlight - 1);
    postReport(channel->threadId, channel, report);
    return ACL_SUCCESS;
}

aclvencChannelDesc *aclvencCreateChannelDesc() { return new aclvencChannelDesc; }
aclError aclvencDestroyChannelDesc(aclvencChannelDesc *) { return ACL_SUCCESS; }
aclError aclvencCreateChannel(aclvencChannelDesc *channel) { NOTE(entry); inContext(entry.number("channel", channel->id)); return ACL_SUCCESS; }
aclError aclvencDestroyChannel(aclvencChannelDesc *channel) { NOTE(entry); return closed(entry.number("channel", channel->id), channel); }
aclvencFrameConfig *aclvencCreateFrameConfig() { return new aclvencFrameConfig; }
aclError aclvencDestroyFrameConfig(aclvencFrameConfig *) { return ACL_SUCCESS; }

FIELD(aclvenc, ChannelDesc, ThreadId, threadId, uint64_t)
FIELD(aclvenc, ChannelDesc, Callback, callback, aclvencCallback)
FIELD(aclvenc, ChannelDesc, EnType, type, acldvppStreamFormat)
FIELD(aclvenc, ChannelDesc, PicFormat, format, acldvppPixelFormat)
FIELD(aclvenc, ChannelDesc, PicWidth, width, uint32_t)
FIELD(aclvenc, ChannelDesc, PicHeight, height, uint32_t)
FIELD(aclvenc, ChannelDesc, KeyFrameInterval, interval, uint32_t)
FIELD(aclvenc, ChannelDesc, SrcRate, rate, uint32_t)
FIELD(aclvenc, ChannelDesc, RcMode, rcMode, uint32_t)
FIELD(aclvenc, ChannelDesc, MaxBitRate, bitRate, uint32_t)
FIELD(aclvenc, ChannelDesc, BufAddr, buffer, void *)
FIELD(aclvenc, ChannelDesc, BufSize, bufferSize, uint32_t)
FIELD(aclvenc, FrameConfig, Eos, eos, uint8_t)
FIELD(aclvenc, FrameConfig, ForceIFrame, forceI, uint8_t)

aclError aclvencSendFrame(aclvencChannelDesc *channel, acldvppPicDesc *picture, void *, aclvencFrameConfig *config, void *data)
{
    WORK(entry);
    inContext(entry.number("channel", channel->id));
    if (picture) pictured(entry, picture);
    entry.commit();
    if (endsVideo(config) || !channel->callback) return ACL_SUCCESS;
    static acldvppStreamDesc packet{nullptr, 65536};
    const auto report = [=] { channel->callback(picture, &packet, data); };
    if (timed::on()) {
        sendTimed(channel, "venc", picture, channel->threadId, report);
        return ACL_SUCCESS;
    }
    drain(channel, kInFlight - 1);
    postReport(channel->threadId, channel, report);
    return ACL_SUCCESS;
}
}

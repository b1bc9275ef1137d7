// Video: frames encoded to H.264 and decoded again, by size and channels.
#include "kit.hpp"

#ifdef KIT_HAS_DVPP
#include "media.hpp"

#include <pthread.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>

namespace kit {
namespace {

/** The thread that runs the callbacks of channels. */
class Reporter {
public:
    Reporter()
    {
        aclrtContext context = nullptr;
        CHECK(aclrtGetCurrentContext(&context));
        thread_ = std::thread([this, context] {
            aclrtSetCurrentContext(context);
            while (!stop_) aclrtProcessReport(20);
        });
    }
    ~Reporter()
    {
        stop_ = true;
        thread_.join();
    }
    uint64_t id() { return static_cast<uint64_t>(thread_.native_handle()); }

private:
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

/** Counts what has come back, and keeps when the last did. */
struct Arrived {
    std::atomic<size_t> count{0};
    std::atomic<double> last{0};
    std::atomic<uint32_t> bytes{0};

    void one()
    {
        last = now();
        count++;
    }
    void await(size_t wanted) const
    {
        constexpr double kPatience = 30'000;
        for (const double begin = now(); count < wanted;) {
            if (now() - begin > kPatience) throw Failure("no frame came back in 30 s");
            std::this_thread::sleep_for(std::chrono::microseconds(200));
        }
    }
};

using Packet = std::vector<uint8_t>;

/** What is encoded: where the packets go, and who counts them. */
struct Encoding {
    std::vector<Packet> packets;
    Arrived arrived;
};

void encoded(acldvppPicDesc *, acldvppStreamDesc *packet, void *data)
{
    Encoding &encoding = *static_cast<Encoding *>(data);
    Packet bytes(acldvppGetStreamDescSize(packet));
    const void *from = acldvppGetStreamDescData(packet);
    if (from != nullptr) aclrtMemcpy(bytes.data(), bytes.size(), from, bytes.size(), ACL_MEMCPY_DEVICE_TO_HOST);
    encoding.packets.push_back(std::move(bytes));
    encoding.arrived.one();
}

class Encoder {
public:
    Encoder(Size size, Reporter &reporter, Encoding &into) : channel_(aclvencCreateChannelDesc()), frame_(aclvencCreateFrameConfig()), into_(into)
    {
        aclvencSetChannelDescThreadId(channel_, reporter.id());
        aclvencSetChannelDescCallback(channel_, encoded);
        aclvencSetChannelDescEnType(channel_, H264_MAIN_LEVEL);
        aclvencSetChannelDescPicFormat(channel_, PIXEL_FORMAT_YUV_SEMIPLANAR_420);
        aclvencSetChannelDescPicWidth(channel_, size.width);
        aclvencSetChannelDescPicHeight(channel_, size.height);
        aclvencSetChannelDescKeyFrameInterval(channel_, 16);
        const aclError status = aclvencCreateChannel(channel_);
        if (status == ACL_SUCCESS) return;
        destroy();
        CHECK(status);
    }
    ~Encoder()
    {
        aclvencDestroyChannel(channel_);
        destroy();
    }
    Encoder(const Encoder &) = delete;

    void send(const Picture &picture)
    {
        aclvencSetFrameConfigEos(frame_, 0);
        aclvencSetFrameConfigForceIFrame(frame_, 0);
        CHECK(aclvencSendFrame(channel_, picture.get(), nullptr, frame_, &into_));
    }

private:
    void destroy() const
    {
        aclvencDestroyChannelDesc(channel_);
        aclvencDestroyFrameConfig(frame_);
    }

    aclvencChannelDesc *channel_;
    aclvencFrameConfig *frame_;
    Encoding &into_;
};

/** Encodes so many frames; the encoder's own time counts from the first that is sent. */
Times encode(Size size, size_t frames, Encoding &into)
{
    Reporter reporter;
    const Picture picture(size, true);
    Encoder encoder(size, reporter, into);
    const double begin = now();
    for (size_t i = 0; i < frames; i++) encoder.send(picture);
    const double submitted = now();
    into.arrived.await(frames);
    return {submitted - begin, into.arrived.last - begin};
}

void decoded(acldvppStreamDesc *, acldvppPicDesc *, void *data)
{
    static_cast<Arrived *>(data)->one();
}

class Decoder {
public:
    Decoder(uint32_t number, Size size, Reporter &reporter, const std::vector<Packet> &packets)
        : channel_(aclvdecCreateChannelDesc()), frame_(aclvdecCreateFrameConfig())
    {
        for (const Packet &packet : packets) addPacket(packet);
        for (size_t i = 0; i < kPictures; i++) pictures_.push_back(std::make_unique<Picture>(size, false));
        aclvdecSetChannelDescChannelId(channel_, number);
        aclvdecSetChannelDescThreadId(channel_, reporter.id());
        aclvdecSetChannelDescCallback(channel_, decoded);
        aclvdecSetChannelDescEnType(channel_, H264_MAIN_LEVEL);
        aclvdecSetChannelDescOutPicFormat(channel_, PIXEL_FORMAT_YUV_SEMIPLANAR_420);
        const aclError status = aclvdecCreateChannel(channel_);
        if (status == ACL_SUCCESS) return;
        destroy();
        CHECK(status);
    }
    ~Decoder()
    {
        aclvdecDestroyChannel(channel_);
        destroy();
    }
    Decoder(const Decoder &) = delete;

    void send(size_t frame, Arrived &arrived)
    {
        acldvppStreamDesc *packet = packets_[frame % packets_.size()];
        acldvppSetStreamDescTimestamp(packet, frame);
        CHECK(aclvdecSendFrame(channel_, packet, pictures_[frame % kPictures]->get(), frame_, &arrived));
    }

private:
    static constexpr size_t kPictures = 8;

    void addPacket(const Packet &bytes)
    {
        memory_.push_back(std::make_unique<Buffer>(Pool::dvpp, bytes.size()));
        CHECK(aclrtMemcpy(memory_.back()->get(), bytes.size(), bytes.data(), bytes.size(), ACL_MEMCPY_HOST_TO_DEVICE));
        acldvppStreamDesc *packet = acldvppCreateStreamDesc();
        acldvppSetStreamDescData(packet, memory_.back()->get());
        acldvppSetStreamDescSize(packet, static_cast<uint32_t>(bytes.size()));
        acldvppSetStreamDescFormat(packet, H264_MAIN_LEVEL);
        acldvppSetStreamDescEos(packet, 0);
        packets_.push_back(packet);
    }

    void destroy() const
    {
        for (acldvppStreamDesc *packet : packets_) acldvppDestroyStreamDesc(packet);
        aclvdecDestroyChannelDesc(channel_);
        aclvdecDestroyFrameConfig(frame_);
    }

    aclvdecChannelDesc *channel_;
    aclvdecFrameConfig *frame_;
    std::vector<std::unique_ptr<Buffer>> memory_;
    std::vector<acldvppStreamDesc *> packets_;
    std::vector<std::unique_ptr<Picture>> pictures_;
};

constexpr size_t kFrames = 16; // of the video that is decoded over and over

Times decode(Part &part, Size size, size_t channels, size_t calls)
{
    Encoding video;
    encode(size, kFrames, video);
    part.number("bytes", video.packets.empty() ? 0 : static_cast<double>(video.packets.back().size()));
    Arrived arrived;
    Reporter reporter;
    std::vector<std::unique_ptr<Decoder>> decoders;
    for (size_t i = 0; i < channels; i++) decoders.push_back(std::make_unique<Decoder>(static_cast<uint32_t>(i), size, reporter, video.packets));
    const double begin = now();
    for (size_t call = 0; call < calls; call++) decoders[call % channels]->send(call / channels, arrived);
    const double submitted = now();
    arrived.await(calls);
    return {submitted - begin, arrived.last - begin};
}

} // namespace

void addVideo(const Plan &plan, Parts &parts)
{
    constexpr size_t kFew = 16;
    for (const Size size : plan.pictures) {
        const auto run = [size](Part &, size_t calls) {
            Encoding into;
            return encode(size, calls, into);
        };
        parts.emplace_back("venc", kFew, run).text("mode", "async").number("width", size.width).number("height", size.height).number("channels", 1);
        for (const size_t channels : plan.channels) {
            parts.emplace_back("vdec", kFew * channels, [size, channels](Part &part, size_t calls) { return decode(part, size, channels, calls); })
                .text("mode", "async")
                .number("width", size.width)
                .number("height", size.height)
                .number("channels", channels);
        }
    }
}

} // namespace kit
#else
void kit::addVideo(const Plan &, Parts &) {}
#endif

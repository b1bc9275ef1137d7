// Pictures: encoding, decoding and resizing, by size and channels. The pictures that are decoded are those encoded here.
#include "kit.hpp"

#ifdef KIT_HAS_DVPP
#include "media.hpp"

#include <memory>

namespace kit {
namespace {

/** A channel with what one picture after the other goes through it by. */
class Lane {
public:
    Lane() : channel_(acldvppCreateChannelDesc()), resize_(acldvppCreateResizeConfig()), level_(acldvppCreateJpegeConfig())
    {
        const aclError status = acldvppCreateChannel(channel_);
        if (status == ACL_SUCCESS) return;
        destroy();
        CHECK(status);
    }
    ~Lane()
    {
        acldvppDestroyChannel(channel_);
        destroy();
    }
    Lane(const Lane &) = delete;

    void encode(const Picture &from, const Buffer &to, uint32_t &bytes) const
    {
        bytes = static_cast<uint32_t>(to.bytes());
        CHECK(acldvppJpegEncodeAsync(channel_, from.get(), to.get(), &bytes, level_, stream.get()));
    }
    void decode(const Buffer &from, uint32_t bytes, const Picture &to) const
    {
        CHECK(acldvppJpegDecodeAsync(channel_, from.get(), bytes, to.get(), stream.get()));
    }
    void resize(const Picture &from, const Picture &to) const
    {
        CHECK(acldvppVpcResizeAsync(channel_, from.get(), to.get(), resize_, stream.get()));
    }
    void setQuality(uint32_t level) const { CHECK(acldvppSetJpegeConfigLevel(level_, level)); }

    Stream stream;

private:
    void destroy() const
    {
        acldvppDestroyChannelDesc(channel_);
        acldvppDestroyResizeConfig(resize_);
        acldvppDestroyJpegeConfig(level_);
    }

    acldvppChannelDesc *channel_;
    acldvppResizeConfig *resize_;
    acldvppJpegeConfig *level_;
};

/** Waits for each picture, or submits all in turns to as many lanes as there are. */
Times through(std::vector<Lane> &lanes, bool sync, size_t calls, const std::function<void(size_t lane)> &submit)
{
    if (sync) return oneByOne(lanes[0].stream, calls, [&](size_t) { submit(0); });
    const double begin = now();
    for (size_t call = 0; call < calls; call++) submit(call % lanes.size());
    const double submitted = now();
    for (const Lane &lane : lanes) lane.stream.synchronize();
    return {submitted - begin, now() - begin};
}

struct Encoded {
    explicit Encoded(Size size) : memory(Pool::dvpp, size_t{size.width} * size.height * 3 / 2 + 4096) {}
    Buffer memory;
    uint32_t bytes = 0;
};

using Pictures = std::vector<std::unique_ptr<Picture>>;
using Files = std::vector<std::unique_ptr<Encoded>>;

template <typename Item, typename... Given> std::vector<std::unique_ptr<Item>> many(size_t count, Given... given)
{
    std::vector<std::unique_ptr<Item>> all;
    for (size_t i = 0; i < count; i++) all.push_back(std::make_unique<Item>(given...));
    return all;
}

Times encode(Size size, size_t channels, bool sync, size_t calls)
{
    std::vector<Lane> lanes(channels);
    const Pictures from = many<Picture>(channels, size, true);
    const Files to = many<Encoded>(channels, size);
    return through(lanes, sync, calls, [&](size_t i) { lanes[i].encode(*from[i], to[i]->memory, to[i]->bytes); });
}

Times decode(Part &part, Size size, uint32_t quality, size_t channels, bool sync, size_t calls)
{
    std::vector<Lane> lanes(channels);
    const Pictures pictures = many<Picture>(channels, size, true);
    const Files files = many<Encoded>(channels, size);
    for (size_t i = 0; i < channels; i++) {
        lanes[i].setQuality(quality);
        lanes[i].encode(*pictures[i], files[i]->memory, files[i]->bytes);
        lanes[i].stream.synchronize();
    }
    part.number("bytes", files[0]->bytes);
    return through(lanes, sync, calls, [&](size_t i) { lanes[i].decode(files[i]->memory, files[i]->bytes, *pictures[i]); });
}

Times resize(Size from, Size to, size_t channels, bool sync, size_t calls)
{
    std::vector<Lane> lanes(channels);
    const Pictures large = many<Picture>(channels, from, true);
    const Pictures small = many<Picture>(channels, to, false);
    return through(lanes, sync, calls, [&](size_t i) { lanes[i].resize(*large[i], *small[i]); });
}

/** One by one, and in each number of channels. `add` makes the part for it. */
void eachWay(const Plan &plan, const std::function<Part &(size_t few, size_t channels, bool sync)> &add)
{
    constexpr size_t kCalls = 8;
    add(kCalls, 1, true).text("mode", "sync").number("channels", 1);
    for (const size_t channels : plan.channels) add(kCalls * channels, channels, false).text("mode", "async").number("channels", channels);
}

Part &sized(Part &part, Size size) { return part.number("width", size.width).number("height", size.height); }

/** Sizes that a picture is made smaller to: two, so that what is written is told from what is read. */
std::vector<Size> targetsOf(Size size) { return {{224, 224}, {size.width / 2 & ~15u, size.height / 2 & ~1u}}; }

} // namespace

void addPictures(const Plan &plan, Parts &parts)
{
    for (const Size size : plan.pictures) {
        eachWay(plan, [&](size_t few, size_t channels, bool sync) -> Part & {
            parts.emplace_back("jpege", few, [=](Part &, size_t calls) { return encode(size, channels, sync, calls); });
            return sized(parts.back(), size);
        });
        for (const uint32_t quality : {20u, 95u}) {
            eachWay(plan, [&](size_t few, size_t channels, bool sync) -> Part & {
                parts.emplace_back("jpegd", few, [=](Part &part, size_t calls) { return decode(part, size, quality, channels, sync, calls); });
                return sized(parts.back(), size).number("quality", quality);
            });
        }
        for (const Size to : targetsOf(size)) {
            eachWay(plan, [&](size_t few, size_t channels, bool sync) -> Part & {
                parts.emplace_back("vpc", few, [=](Part &, size_t calls) { return resize(size, to, channels, sync, calls); });
                return sized(parts.back(), size).number("toWidth", to.width).number("toHeight", to.height);
            });
        }
    }
}

} // namespace kit
#else
void kit::addPictures(const Plan &, Parts &) {}
#endif

// DVPP V2 (hi_mpi): channels that are sent to and asked.
#include "state.hpp"

#include <acl/dvpp/hi_dvpp.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>

using namespace stand_in;

namespace {

constexpr size_t kInFlight = 8;

/** What a channel has finished and nobody has asked for. */
template <typename Item> class Channels {
public:
    void send(int channel, const Item &item)
    {
        std::unique_lock<std::mutex> lock(mutex_);
        changed_.wait(lock, [&] { return done_[channel].size() < kInFlight; });
        done_[channel].push_back(item);
        changed_.notify_all();
    }

    bool get(int channel, Item &item, int milliseconds)
    {
        std::unique_lock<std::mutex> lock(mutex_);
        const auto some = [&] { return !done_[channel].empty(); };
        // Asking in vain is short, whatever the program would wait.
        if (milliseconds < 0) changed_.wait(lock, some);
        else if (!changed_.wait_for(lock, std::chrono::milliseconds(milliseconds > 20 ? 20 : milliseconds), some)) return false;
        item = done_[channel].front();
        done_[channel].pop_front();
        changed_.notify_all();
        return true;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<int, std::deque<Item>> done_;
};

struct Decoded {
    hi_vdec_pic_info picture;
    hi_vdec_stream packet;
};

Channels<Decoded> &decoders()
{
    static auto *all = new Channels<Decoded>;
    return *all;
}

Channels<hi_u64> &encoders()
{
    static auto *all = new Channels<hi_u64>;
    return *all;
}

long long pixels(hi_u32 width, hi_u32 height) { return static_cast<long long>(width) * height; }

hi_s32 vpc(Entry &entry, hi_vpc_chn channel, const hi_vpc_pic_info *source, hi_u32 *task)
{
    *task = static_cast<hi_u32>(nextId("task"));
    entry.number("channel", channel).number("task", *task).number("pixels", pixels(source->picture_width, source->picture_height));
    return HI_SUCCESS;
}

hi_s32 onChannel(Entry &entry, int channel)
{
    entry.number("channel", channel);
    return HI_SUCCESS;
}

void fill(hi_video_frame_info *frame, const hi_vdec_pic_info &picture)
{
    *frame = {};
    frame->v_frame.width = picture.width;
    frame->v_frame.height = picture.height;
    frame->v_frame.pixel_format = picture.pixel_format;
    frame->v_frame.width_stride[0] = picture.width_stride;
    frame->v_frame.virt_addr[0] = reinterpret_cast<hi_void *>(picture.vir_addr);
}

} // namespace

extern "C" {

hi_s32 hi_mpi_sys_init(hi_void) { NOTE(entry); return HI_SUCCESS; }
hi_s32 hi_mpi_sys_exit(hi_void) { NOTE(entry); return HI_SUCCESS; }
hi_s32 hi_mpi_dvpp_malloc(hi_u32, hi_void **out, hi_u64 bytes) { NOTE(entry); return allocate(entry, "dvpp", out, bytes); }
hi_s32 hi_mpi_dvpp_free(hi_void *address) { NOTE(entry); return release(entry, address); }

hi_s32 hi_mpi_vdec_create_chn(hi_vdec_chn channel, const hi_vdec_chn_attr *) { NOTE(entry); return onChannel(inContext(entry), channel); }
hi_s32 hi_mpi_vdec_destroy_chn(hi_vdec_chn channel) { NOTE(entry); return onChannel(entry, channel); }
hi_s32 hi_mpi_vdec_start_recv_stream(hi_vdec_chn channel) { NOTE(entry); return onChannel(entry, channel); }
hi_s32 hi_mpi_vdec_stop_recv_stream(hi_vdec_chn channel) { NOTE(entry); return onChannel(entry, channel); }

hi_s32 hi_mpi_vdec_send_stream(hi_vdec_chn channel, const hi_vdec_stream *packet, hi_vdec_pic_info *picture, hi_s32)
{
    WORK(entry);
    inContext(entry.number("channel", channel).number("bytes", packet->len));
    entry.number("pixels", pixels(picture->width, picture->height)).commit();
    if (!packet->end_of_stream) decoders().send(channel, {*picture, *packet});
    return HI_SUCCESS;
}

hi_s32 hi_mpi_vdec_get_frame(hi_vdec_chn channel, hi_video_frame_info *frame, hi_vdec_supplement_info *, hi_vdec_stream *packet, hi_s32 milliseconds)
{
    Decoded done;
    if (!decoders().get(channel, done, milliseconds)) return HI_FAILURE;
    WORK(entry);
    inContext(entry.number("channel", channel));
    fill(frame, done.picture);
    if (packet) *packet = done.packet;
    return HI_SUCCESS;
}

hi_s32 hi_mpi_vdec_release_frame(hi_vdec_chn channel, const hi_video_frame_info *) { NOTE(entry); return onChannel(entry, channel); }

hi_s32 hi_mpi_vpc_create_chn(hi_vpc_chn channel, const hi_vpc_chn_attr *) { NOTE(entry); return onChannel(inContext(entry), channel); }
hi_s32 hi_mpi_vpc_destroy_chn(hi_vpc_chn channel) { NOTE(entry); return onChannel(entry, channel); }

hi_s32 hi_mpi_vpc_sys_create_chn(hi_vpc_chn *channel, const hi_vpc_chn_attr *)
{
    NOTE(entry);
    *channel = nextId("vpc");
    return onChannel(inContext(entry), *channel);
}

hi_s32 hi_mpi_vpc_resize(hi_vpc_chn channel, const hi_vpc_pic_info *source, hi_vpc_pic_info *, hi_double, hi_double, hi_u32, hi_u32 *task, hi_s32)
{
    WORK(entry);
    return vpc(inContext(entry), channel, source, task);
}

hi_s32 hi_mpi_vpc_crop(hi_vpc_chn channel, const hi_vpc_pic_info *source, hi_vpc_crop_region_info[], hi_u32, hi_u32 *task, hi_s32)
{
    WORK(entry);
    return vpc(inContext(entry), channel, source, task);
}

hi_s32 hi_mpi_vpc_crop_resize(hi_vpc_chn channel, const hi_vpc_pic_info *source, hi_vpc_crop_resize_region[], hi_u32, hi_u32 *task, hi_s32)
{
    WORK(entry);
    return vpc(inContext(entry), channel, source, task);
}

hi_s32 hi_mpi_vpc_convert_color(hi_vpc_chn channel, const hi_vpc_pic_info *source, hi_vpc_pic_info *, hi_u32 *task, hi_s32)
{
    WORK(entry);
    return vpc(inContext(entry), channel, source, task);
}

hi_s32 hi_mpi_vpc_get_process_result(hi_vpc_chn channel, hi_u32 task, hi_s32)
{
    WORK(entry);
    inContext(entry.number("channel", channel).number("task", task));
    return HI_SUCCESS;
}

hi_s32 hi_mpi_venc_create_chn(hi_venc_chn channel, const hi_venc_chn_attr *) { NOTE(entry); return onChannel(inContext(entry), channel); }
hi_s32 hi_mpi_venc_destroy_chn(hi_venc_chn channel) { NOTE(entry); return onChannel(entry, channel); }
hi_s32 hi_mpi_venc_start_chn(hi_venc_chn channel, const hi_venc_start_param *) { NOTE(entry); return onChannel(entry, channel); }
hi_s32 hi_mpi_venc_stop_chn(hi_venc_chn channel) { NOTE(entry); return onChannel(entry, channel); }

hi_s32 hi_mpi_venc_send_frame(hi_venc_chn channel, const hi_video_frame_info *frame, hi_s32)
{
    WORK(entry);
    inContext(entry.number("channel", channel).number("pixels", pixels(frame->v_frame.width, frame->v_frame.height))).commit();
    encoders().send(channel, frame->v_frame.pts);
    return HI_SUCCESS;
}

hi_s32 hi_mpi_venc_get_stream(hi_venc_chn channel, hi_venc_stream *stream, hi_s32 milliseconds)
{
    hi_u64 time = 0;
    if (!encoders().get(channel, time, milliseconds)) return HI_FAILURE;
    WORK(entry);
    inContext(entry.number("channel", channel));
    static unsigned char data[65536];
    static hi_venc_pack pack{data, sizeof data, 0};
    stream->pack = &pack;
    stream->pack_cnt = 1;
    return HI_SUCCESS;
}

hi_s32 hi_mpi_venc_release_stream(hi_venc_chn channel, hi_venc_stream *) { NOTE(entry); return onChannel(entry, channel); }
}

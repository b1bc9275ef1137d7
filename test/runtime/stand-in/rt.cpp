// Devices, contexts, streams, events.
#include "state.hpp"
#include "timed/timed.hpp"

#include <cstdlib>
#include <map>
#include <mutex>

using namespace stand_in;

namespace stand_in {

Context *&currentContext()
{
    thread_local Context *current = nullptr;
    return current;
}

Entry &inContext(Entry &entry)
{
    if (const Context *context = currentContext()) return entry.number("device", context->device);
    return entry.fault("no-context");
}

Entry &onStream(Entry &entry, aclrtStream handle)
{
    if (!handle) return inContext(entry.number("stream", 0));
    const Stream *stream = static_cast<Stream *>(handle);
    entry.number("stream", stream->id).number("device", stream->device);
    if (!stream->alive) entry.fault("destroyed-stream");
    if (!currentContext()) entry.fault("no-context");
    return entry;
}

} // namespace stand_in

namespace {

IdPool streamIds{"stream"};
IdPool eventIds{"event"};

/** The context that aclrtSetDevice gives to every thread of a device. */
Context *primaryContext(int device)
{
    static std::mutex mutex;
    static std::map<int, Context *> contexts;
    std::lock_guard<std::mutex> lock(mutex);
    Context *&one = contexts[device];
    if (!one) one = new Context{nextId("context"), device};
    return one;
}

aclError createStream(Entry &entry, aclrtStream *out)
{
    const Context *context = currentContext();
    Stream *stream = new Stream{streamIds.take(), context ? context->device : 0};
    inContext(entry.number("stream", stream->id));
    *out = stream;
    return ACL_SUCCESS;
}

aclError destroyStream(Entry &entry, aclrtStream handle)
{
    onStream(entry, handle);
    Stream *stream = static_cast<Stream *>(handle);
    if (!stream || !stream->alive) return ACL_SUCCESS;
    stream->alive = false;
    streamIds.giveBack(stream->id);
    return ACL_SUCCESS;
}

aclError createEvent(Entry &entry, aclrtEvent *out)
{
    Event *event = new Event{eventIds.take()};
    entry.number("event", event->id);
    *out = event;
    return ACL_SUCCESS;
}

Entry &aboutEvent(Entry &entry, aclrtEvent event)
{
    return event ? entry.number("event", static_cast<Event *>(event)->id) : entry.fault("null-event");
}

aclError synchronizeStream(Entry &entry, aclrtStream stream)
{
    onStream(entry, stream);
    if (timed::on()) timed::synchronize(stream);
    else drain(stream);
    return ACL_SUCCESS;
}

} // namespace

extern "C" {

aclError aclInit(const char *) { NOTE(entry); return ACL_SUCCESS; }
aclError aclFinalize() { NOTE(entry); return ACL_SUCCESS; }
const char *aclGetRecentErrMsg() { return ""; }
const char *aclrtGetSocName()
{
    const char *given = std::getenv("STAND_IN_SOC");
    return given ? given : "Ascend310";
}

aclError aclrtSetDevice(int32_t device)
{
    NOTE(entry);
    entry.number("device", device);
    currentContext() = primaryContext(device);
    return ACL_SUCCESS;
}

aclError aclrtResetDevice(int32_t device)
{
    NOTE(entry);
    entry.number("device", device);
    return ACL_SUCCESS;
}

aclError aclrtGetDevice(int32_t *device)
{
    *device = currentContext() ? currentContext()->device : 0;
    return ACL_SUCCESS;
}

aclError aclrtGetDeviceCount(uint32_t *count)
{
    *count = 2;
    return ACL_SUCCESS;
}

aclError aclrtGetRunMode(aclrtRunMode *mode)
{
    *mode = ACL_HOST;
    return ACL_SUCCESS;
}

aclError aclrtCreateContext(aclrtContext *out, int32_t device)
{
    NOTE(entry);
    entry.number("device", device);
    currentContext() = new Context{nextId("context"), device};
    *out = currentContext();
    return ACL_SUCCESS;
}

aclError aclrtDestroyContext(aclrtContext) { NOTE(entry); return ACL_SUCCESS; }

aclError aclrtSetCurrentContext(aclrtContext context)
{
    NOTE(entry);
    currentContext() = static_cast<Context *>(context);
    inContext(entry);
    return ACL_SUCCESS;
}

aclError aclrtGetCurrentContext(aclrtContext *out)
{
    *out = currentContext();
    return ACL_SUCCESS;
}

aclError aclrtCreateStream(aclrtStream *out) { NOTE(entry); return createStream(entry, out); }
aclError aclrtCreateStreamWithConfig(aclrtStream *out, uint32_t, uint32_t) { NOTE(entry); return createStream(entry, out); }
aclError aclrtDestroyStream(aclrtStream stream) { NOTE(entry); return destroyStream(entry, stream); }
aclError aclrtDestroyStreamForce(aclrtStream stream) { NOTE(entry); return destroyStream(entry, stream); }
aclError aclrtSynchronizeStream(aclrtStream stream) { WORK(entry); return synchronizeStream(entry, stream); }
aclError aclrtSynchronizeStreamWithTimeout(aclrtStream stream, int32_t) { WORK(entry); return synchronizeStream(entry, stream); }

aclError aclrtSynchronizeDevice()
{
    WORK(entry);
    inContext(entry);
    if (timed::on()) timed::synchronize(nullptr);
    return ACL_SUCCESS;
}

aclError aclrtStreamQuery(aclrtStream stream, aclrtStreamStatus *status)
{
    WORK(entry);
    onStream(entry, stream);
    *status = ACL_STREAM_STATUS_COMPLETE;
    return ACL_SUCCESS;
}

aclError aclrtCreateEvent(aclrtEvent *out) { NOTE(entry); return createEvent(entry, out); }
aclError aclrtCreateEventWithFlag(aclrtEvent *out, uint32_t) { NOTE(entry); return createEvent(entry, out); }
aclError aclrtCreateEventExWithFlag(aclrtEvent *out, uint32_t) { NOTE(entry); return createEvent(entry, out); }

aclError aclrtDestroyEvent(aclrtEvent event)
{
    NOTE(entry);
    aboutEvent(entry, event);
    if (event) eventIds.giveBack(static_cast<Event *>(event)->id);
    return ACL_SUCCESS;
}

aclError aclrtRecordEvent(aclrtEvent event, aclrtStream stream)
{
    WORK(entry);
    onStream(aboutEvent(entry, event), stream);
    if (timed::on()) timed::submitEvent(stream);
    return ACL_SUCCESS;
}

aclError aclrtResetEvent(aclrtEvent event, aclrtStream stream)
{
    WORK(entry);
    onStream(aboutEvent(entry, event), stream);
    return ACL_SUCCESS;
}

aclError aclrtStreamWaitEvent(aclrtStream stream, aclrtEvent event)
{
    WORK(entry);
    onStream(aboutEvent(entry, event), stream);
    return ACL_SUCCESS;
}

aclError aclrtSynchronizeEvent(aclrtEvent event) { WORK(entry); aboutEvent(entry, event); return ACL_SUCCESS; }

aclError aclrtQueryEvent(aclrtEvent event, aclrtEventStatus *status)
{
    WORK(entry);
    aboutEvent(entry, event);
    *status = ACL_EVENT_STATUS_COMPLETE;
    return ACL_SUCCESS;
}

aclError aclrtQueryEventStatus(aclrtEvent event, aclrtEventRecordedStatus *status)
{
    WORK(entry);
    aboutEvent(entry, event);
    *status = ACL_EVENT_RECORDED_STATUS_COMPLETE;
    return ACL_SUCCESS;
}

aclError aclrtQueryEventWaitStatus(aclrtEvent event, aclrtEventWaitStatus *status)
{
    WORK(entry);
    aboutEvent(entry, event);
    *status = ACL_EVENT_WAIT_STATUS_COMPLETE;
    return ACL_SUCCESS;
}

aclError aclrtEventElapsedTime(float *milliseconds, aclrtEvent, aclrtEvent)
{
    *milliseconds = 1;
    return ACL_SUCCESS;
}
}

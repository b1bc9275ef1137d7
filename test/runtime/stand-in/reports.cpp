// Callbacks: they run on the thread that asks for its reports.
#include "state.hpp"
#include "timed/timed.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <pthread.h>

using namespace stand_in;

namespace {

struct Report {
    const void *group;
    std::function<void()> run;
};

std::mutex mutex;
std::condition_variable changed;
std::map<uint64_t, std::deque<Report>> waiting;
std::map<const void *, size_t> underWay;
std::map<const void *, uint64_t> subscribers;

void runNext(std::unique_lock<std::mutex> &lock, uint64_t thread)
{
    Report report = std::move(waiting[thread].front());
    waiting[thread].pop_front();
    lock.unlock();
    {
        InCallback inside;
        report.run();
    }
    lock.lock();
    underWay[report.group]--;
    changed.notify_all();
}

} // namespace

namespace stand_in {

void postReport(uint64_t thread, const void *group, std::function<void()> run)
{
    std::lock_guard<std::mutex> lock(mutex);
    waiting[thread].push_back({group, std::move(run)});
    underWay[group]++;
    changed.notify_all();
}

void drain(const void *group, size_t most)
{
    std::unique_lock<std::mutex> lock(mutex);
    changed.wait(lock, [=] { return underWay[group] <= most; });
}

uint64_t subscriberOf(aclrtStream stream)
{
    std::lock_guard<std::mutex> lock(mutex);
    return subscribers[stream];
}

} // namespace stand_in

extern "C" {

aclError aclrtSubscribeReport(uint64_t thread, aclrtStream stream)
{
    NOTE(entry);
    onStream(entry, stream);
    std::lock_guard<std::mutex> lock(mutex);
    subscribers[stream] = thread;
    return ACL_SUCCESS;
}

aclError aclrtUnSubscribeReport(uint64_t, aclrtStream stream)
{
    NOTE(entry);
    onStream(entry, stream);
    std::lock_guard<std::mutex> lock(mutex);
    subscribers.erase(stream);
    return ACL_SUCCESS;
}

/** Runs one report. One that asks in vain is not recorded: how often it does so is chance. */
aclError aclrtProcessReport(int32_t milliseconds)
{
    if (timed::on()) return timed::process(milliseconds < 0 ? 1e9 : milliseconds) ? ACL_SUCCESS : ACL_ERROR_RT_REPORT_TIMEOUT;
    const uint64_t thread = static_cast<uint64_t>(pthread_self());
    std::unique_lock<std::mutex> lock(mutex);
    const auto some = [=] { return !waiting[thread].empty(); };
    const auto longest = std::chrono::milliseconds(milliseconds < 0 || milliseconds > 20 ? 20 : milliseconds);
    if (!changed.wait_for(lock, longest, some)) return ACL_ERROR_RT_REPORT_TIMEOUT;
    lock.unlock();
    WORK(entry);
    entry.commit();
    lock.lock();
    runNext(lock, thread);
    return ACL_SUCCESS;
}

aclError aclrtLaunchCallback(aclrtCallback function, void *data, aclrtCallbackBlockType blocking, aclrtStream stream)
{
    WORK(entry);
    onStream(entry, stream).number("blocking", blocking == ACL_CALLBACK_BLOCK);
    const uint64_t thread = subscriberOf(stream);
    if (!thread) entry.fault("callback-without-subscribe");
    entry.commit();
    if (thread) postReport(thread, stream, [=] { function(data); });
    return ACL_SUCCESS;
}

aclError aclrtLaunchHostFunc(aclrtStream stream, aclrtHostFunc function, void *data)
{
    WORK(entry);
    onStream(entry, stream).commit();
    InCallback inside;
    function(data);
    return ACL_SUCCESS;
}
}

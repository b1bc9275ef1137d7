#include "clock.hpp"
#include "timed.hpp"

#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <limits>
#include <map>
#include <pthread.h>
#include <queue>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include <vector>

namespace stand_in::timed {
namespace {

struct Happening {
    double time;
    long order;
    std::function<void()> fire;
    bool operator<(const Happening &other) const { return time > other.time || (time == other.time && order > other.order); }
};

struct World {
    std::mutex mutex;
    std::condition_variable changed;
    std::priority_queue<Happening> ahead;
    std::vector<Thread *> threads;
    std::map<pthread_t, Thread *> byHandle;
    long order = 0;
    double now = 0;
};

World &world()
{
    static World *one = new World;
    return *one;
}

thread_local Thread *own = nullptr;

Thread *added(double clock)
{
    Thread *thread = new Thread{clock};
    world().threads.push_back(thread);
    return thread;
}

/** The thread that is at work and the furthest behind; null where none works. */
Thread *first()
{
    Thread *found = nullptr;
    for (Thread *one : world().threads) {
        if (one->state == Thread::running && (!found || one->clock < found->clock)) found = one;
    }
    return found;
}

/** All that happens before any thread does anything. */
void settle()
{
    World &all = world();
    for (;;) {
        const Thread *next = first();
        const double until = next ? next->clock : std::numeric_limits<double>::infinity();
        if (all.ahead.empty() || all.ahead.top().time > until) return;
        const Happening happening = all.ahead.top();
        all.ahead.pop();
        all.now = happening.time;
        happening.fire();
        all.changed.notify_all();
    }
}

void await(std::unique_lock<std::mutex> &lock)
{
    World &all = world();
    for (;;) {
        settle();
        if (first() == own) break;
        if (!first()) {
            std::fprintf(stderr, "stand-in: nothing can happen any more\n");
            std::abort();
        }
        all.changed.wait(lock);
    }
    all.now = own->clock;
}

} // namespace

Thread &self()
{
    if (!own) {
        std::lock_guard<std::mutex> lock(world().mutex);
        own = added(world().now);
    }
    return *own;
}

Turn::Turn()
{
    self();
    lock_ = std::unique_lock<std::mutex>(world().mutex);
    await(lock_);
}

void Turn::pass(double ms)
{
    own->clock += ms;
    world().changed.notify_all();
    await(lock_);
}

void Turn::block()
{
    own->state = Thread::blocked;
    world().changed.notify_all();
    await(lock_);
}

double now() { return world().now; }

void at(double time, std::function<void()> fire)
{
    World &all = world();
    all.ahead.push({time > all.now ? time : all.now, all.order++, std::move(fire)});
}

void release(Thread &thread, double time)
{
    if (time > thread.clock) thread.clock = time;
    thread.state = Thread::running;
}

namespace {

struct Start {
    void *(*run)(void *);
    void *data;
    Thread *thread;
};

std::map<Thread *, std::vector<Thread *>> joiners;

void *begin(void *given)
{
    const Start start = *static_cast<Start *>(given);
    delete static_cast<Start *>(given);
    own = start.thread;
    void *result = start.run(start.data);
    std::lock_guard<std::mutex> lock(world().mutex);
    own->state = Thread::over;
    for (Thread *waiting : joiners[own]) release(*waiting, own->clock);
    world().changed.notify_all();
    return result;
}

template <typename Function> Function *next(const char *name) { return reinterpret_cast<Function *>(dlsym(RTLD_NEXT, name)); }

} // namespace
} // namespace stand_in::timed

using namespace stand_in::timed;

// A thread begins at the time at which it is made, and is waited for on our clock.
extern "C" {

int pthread_create(pthread_t *handle, const pthread_attr_t *attributes, void *(*run)(void *), void *data)
{
    static auto *real = next<int(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *)>("pthread_create");
    if (!on()) return real(handle, attributes, run, data);
    const double clock = self().clock;
    std::lock_guard<std::mutex> lock(world().mutex);
    Start *start = new Start{run, data, added(clock)};
    Thread *thread = start->thread;
    const int status = real(handle, attributes, begin, start);
    if (status == 0) world().byHandle[*handle] = thread;
    return status;
}

int pthread_join(pthread_t handle, void **result)
{
    static auto *real = next<int(pthread_t, void **)>("pthread_join");
    if (on()) {
        Turn turn;
        const auto found = world().byHandle.find(handle);
        if (found != world().byHandle.end()) {
            Thread *thread = found->second;
            world().byHandle.erase(found);
            if (thread->state == Thread::over) release(self(), thread->clock);
            else {
                joiners[thread].push_back(&self());
                turn.block();
            }
        }
    }
    return real(handle, result);
}

int clock_gettime(clockid_t clock, timespec *time)
{
    if (!on() || clock != CLOCK_MONOTONIC) return static_cast<int>(syscall(SYS_clock_gettime, clock, time));
    const double ms = self().clock;
    time->tv_sec = static_cast<time_t>(ms / 1000);
    time->tv_nsec = static_cast<long>((ms - 1000.0 * static_cast<double>(time->tv_sec)) * 1e6);
    return 0;
}
}

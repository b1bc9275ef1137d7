// Timed mode: calls and tasks take what a simulated device takes, on a clock of our own that nobody waits for.
// STAND_IN_DEVICE names a file of its figures, one `name value` a line, by their paths in a device's profile.
#pragma once
#include <acl/acl.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace stand_in::timed {

bool on();

/** A figure of the device; `otherwise` where it has none. */
double figure(const std::string &name, double otherwise = 0);
bool has(const std::string &name);

/** What a call gives an engine to do. */
struct Work {
    std::string engine;
    double bytes = 0;
    double pixels = 0;
    bool pageable = false;
    /** A model's file. */
    std::string model = {};
};

/** The call takes its time on the host and gives the stream the work; `done` runs when that is over. */
void submit(const void *stream, const Work &work, std::function<void()> done = {});
/** The same, and the thread waits for it; on a stream of the thread's own. */
void execute(const Work &work);
/** Records an event, or waits for one: the scheduler's work alone. */
void submitEvent(const void *stream);
/** Until all that the stream has been given is reported; all streams where it is null. */
void synchronize(const void *stream);
/** Until no more than `most` of what the stream has been given is under way. */
void holdUp(const void *stream, size_t most);

/** A call that takes the host alone so long. */
void spend(double ms);
void sleep(double ms);

/** From what runs on the device: a thread gets something to do. */
void post(uint64_t thread, std::function<void()> report);
/** Runs a report of the calling thread; false where none comes in time. */
bool process(double patienceMs);

} // namespace stand_in::timed

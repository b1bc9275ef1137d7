// Objects of the stand-in, and what a thread stands on.
#pragma once
#include "recorder.hpp"

#include <acl/acl.h>

#include <functional>

namespace stand_in {

struct Context {
    int id;
    int device;
};

struct Stream {
    int id;
    int device;
    bool alive = true;
};

struct Event {
    int id;
};

/** The context of the calling thread; null where it has none. */
Context *&currentContext();

/** Adds the context's device, and a fault where the thread has none. */
Entry &inContext(Entry &entry);

/** Adds the stream, 0 for the default one, and its device. */
Entry &onStream(Entry &entry, aclrtStream stream);

/** Adds the number of the buffer that an address lies in and the offset in it, as `<side>Buffer` and `<side>Offset`. */
Entry &addressed(Entry &entry, const std::string &side, const void *address);

/** Memory of a pool (`device`, `dvpp`, `pinned`), recorded as an allocation. */
aclError allocate(Entry &entry, const char *pool, void **out, size_t bytes);
aclError release(Entry &entry, void *address);

/** Reports wait until their thread asks for them. `group`: whose reports `drain` waits for. */
void postReport(uint64_t thread, const void *group, std::function<void()> run);
/** Waits until at most `most` reports of the group are under way. */
void drain(const void *group, size_t most = 0);
/** The thread that takes reports of a stream; 0 where none has subscribed. */
uint64_t subscriberOf(aclrtStream stream);

} // namespace stand_in

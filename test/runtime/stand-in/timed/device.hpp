// The parts of the simulated device. All of it runs within a turn, or in what the clock runs; see clock.hpp.
#pragma once
#include "clock.hpp"
#include "timed.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace stand_in::timed {

class Device;
class Queue;

/** Work on its way through a stream. Without an engine it is the scheduler's alone. */
struct Task {
    std::string engine;
    double ms = 0;
    /** The part at its end for which it has the engine to itself; below 0 where there is none. */
    double exclusiveMs = -1;
    double completionMs = 0;
    double sendMs = 0;
    double receiveMs = 0;
    std::function<void()> done;
};

class Scheduler {
public:
    /** When a task that is taken up now will start. */
    double dispatch(double switchMs, double reloadMs);
    /** Streams that have a task with the device. */
    int active = 0;

private:
    double freeAt_ = 0;
};

/** An engine. It goes on with a stream for a while before it turns to another. */
class Station {
public:
    Station(Device &device, const std::string &engine);
    void enter(Queue &stream);

private:
    void match();
    void start(Queue &stream);
    void finish(Queue &stream);

    Device &device_;
    int free_;
    double switchMs_, reloadMs_;
    double channelFreeAt_ = 0;
    Queue *last_ = nullptr;
    int turnsLeft_ = 0;
    std::deque<Queue *> waiting_;
};

/** A stream: its first task is with the device. */
class Queue {
public:
    explicit Queue(Device &device) : device_(device) {}
    void deliver(Task task);
    const Task &front() const { return tasks_.front(); }
    void report();
    void advance();
    /** The host has heard of the end of one more. */
    void reported();
    /** The calling thread waits until no more than `most` of what was submitted so far is left. */
    void await(Turn &turn, size_t most);

    size_t submitted = 0;

private:
    void begin();

    Device &device_;
    std::deque<Task> tasks_;
    size_t reported_ = 0;
    std::vector<std::pair<Thread *, size_t>> waiters_;
};

/** RT_SEND: brings submissions to the device, one after the other. */
class Sender {
public:
    void submit(Queue &stream, Task task);

private:
    bool isDirect() const;
    void next();

    std::deque<std::pair<Queue *, Task>> waiting_;
    bool awake_ = false;
};

/** RT_RECV: tells the host what is done. */
class Receiver {
public:
    void report(Queue &stream, const Task &task);

private:
    struct Report {
        Queue *stream;
        double ms;
        std::function<void()> done;
    };
    void next();

    std::deque<Report> waiting_;
    bool awake_ = false;
};

class Device {
public:
    Station &station(const std::string &engine);
    Queue &queue(const void *stream);
    void awaitAll(Turn &turn);

    Scheduler scheduler;
    Sender sender;
    Receiver receiver;

private:
    std::map<std::string, Station *> stations_;
    std::map<const void *, Queue *> queues_;
};

Device &device();

} // namespace stand_in::timed

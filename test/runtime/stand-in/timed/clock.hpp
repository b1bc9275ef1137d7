// The clock of the timed mode: each thread has its own, and what comes first happens first.
#pragma once
#include <functional>
#include <mutex>

namespace stand_in::timed {

/** A thread of the program, at its own time. */
struct Thread {
    double clock = 0;
    enum { running, blocked, over } state = running;
};

/** The calling thread. */
Thread &self();

/**
 * Holds everything while a call of the runtime decides what happens; taken in the order of the threads' clocks, once all
 * that the device does before is done.
 */
class Turn {
public:
    Turn();
    /** The thread works, or sleeps, for so long; others come before it meanwhile. */
    void pass(double ms);
    /** The thread stops until `release`. */
    void block();

private:
    std::unique_lock<std::mutex> lock_;
};

/** The time of what happens now. Within a turn, or in what `at` runs. */
double now();
/** Runs `fire` at that time. */
void at(double time, std::function<void()> fire);
/** The thread goes on at that time. */
void release(Thread &thread, double time);

} // namespace stand_in::timed

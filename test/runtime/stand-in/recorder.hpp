// What the program does, one line a call: the record that reading is held against.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace stand_in {

/** A line of the record. It is written when it goes out of scope, or at once by `commit`. */
class Entry {
public:
    /** `work`: counts against the thread's budget, as what a loop does again and again; beyond it the thread stops here for good. */
    Entry(const char *call, void *caller, bool work);
    Entry(const Entry &) = delete;
    ~Entry();
    Entry &number(const char *key, long long value);
    Entry &text(const char *key, const std::string &value);
    /** Something that the real runtime forbids. The call goes well all the same, so that the rest is seen too. */
    Entry &fault(const char *name);
    void commit();

private:
    std::string line_;
    std::string faults_;
    bool committed_ = false;
};

/** A new number for an object of that kind, from 1. */
int nextId(const char *kind);

/** Numbers of objects that are made and destroyed again: the thread's next object takes the number of its last. */
class IdPool {
public:
    explicit IdPool(const char *kind) : kind_(kind) {}
    int take();
    void giveBack(int id);

private:
    std::vector<int> &own() const;
    const char *kind_;
};

/** Marks what the thread does meanwhile as work of one call of a callback. */
class InCallback {
public:
    InCallback();
    ~InCallback();

private:
    int outer_;
};

/** Writes the record and ends the process. `why`: `budget`, `quiet` or `time`. */
[[noreturn]] void finish(const char *why);

/** Lines written so far, and threads stopped by their budget. */
long progress();
int parkedThreads();

} // namespace stand_in

/** A call that a loop may repeat, and one of set-up. */
#define WORK(name) stand_in::Entry name(__func__, __builtin_return_address(0), true)
#define NOTE(name) stand_in::Entry name(__func__, __builtin_return_address(0), false)

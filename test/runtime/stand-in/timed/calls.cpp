// What calls of the runtime take: priced as a profile prices them.
#include "device.hpp"

#include <cmath>
#include <pthread.h>

namespace stand_in::timed {
namespace {

double copyMs(const Work &work, double &exclusiveMs)
{
    const std::string link = work.pageable && has("link.pageable.requestMs") ? "link.pageable." : "link.";
    exclusiveMs = work.bytes / (figure(link + "gigabytesPerSecond") * 1e6);
    return figure(link + "requestMs") + exclusiveMs;
}

/** Between two known sizes in proportion, beyond them by the nearest. */
double atPoints(const std::string &points, double pixels)
{
    const int count = static_cast<int>(figure(points));
    const auto pixelsAt = [&](int i) { return figure(points + "." + std::to_string(i) + ".pixels"); };
    const auto msAt = [&](int i) { return figure(points + "." + std::to_string(i) + ".milliseconds"); };
    int above = 0;
    while (above < count && pixelsAt(above) < pixels) above++;
    if (above == 0 || above == count) {
        const int end = above == 0 ? 0 : count - 1;
        return msAt(end) * pixels / pixelsAt(end);
    }
    const double share = (pixels - pixelsAt(above - 1)) / (pixelsAt(above) - pixelsAt(above - 1));
    return msAt(above - 1) + share * (msAt(above) - msAt(above - 1));
}

double pictureMs(const Work &work)
{
    const std::string cost = "engines." + work.engine + ".cost.";
    const bool hasParts = has(cost + "taskMs") || has(cost + "perMegapixelMs") || has(cost + "perMegabyteMs");
    if (has(cost + "points") && (work.bytes == 0 || !hasParts)) return atPoints(cost + "points", work.pixels);
    return figure(cost + "taskMs") + figure(cost + "perMegapixelMs") * work.pixels / 1e6 + figure(cost + "perMegabyteMs") * work.bytes / 1e6 +
           figure(cost + "perMegapixelWrittenMs") * work.bytes / 1.5e6;
}

double modelMs(const std::string &path) { return figure("models." + path.substr(path.rfind('/') + 1), 1); }

Task taskOf(const Work &work)
{
    const std::string path = "engines." + work.engine + ".";
    Task task;
    task.engine = work.engine;
    if (work.engine == "h2d" || work.engine == "d2h") task.ms = copyMs(work, task.exclusiveMs);
    else task.ms = work.engine == "aicore" ? modelMs(work.model) : pictureMs(work);
    task.completionMs = figure(path + "completionMs");
    return task;
}

/** The thread's part of a submission; the task takes what the runtime's threads need for theirs. */
double hostMsOf(const std::string &engine, Task &task)
{
    const double all = figure("engines." + engine + ".hostMs", figure("host.submissionMs"));
    const double submit = figure("host.submitShare");
    const double send = figure("host.sendShare");
    task.sendMs = all * send;
    task.receiveMs = all * std::max(0.0, 1 - submit - send);
    return all * submit;
}

void give(Turn &turn, Queue &queue, const std::string &engine, Task task)
{
    turn.pass(hostMsOf(engine, task));
    queue.submitted++;
    device().sender.submit(queue, std::move(task));
}

std::map<uint64_t, std::deque<std::function<void()>>> reports;
std::map<uint64_t, Thread *> processing;

} // namespace

void submit(const void *stream, const Work &work, std::function<void()> done)
{
    Turn turn;
    Task task = taskOf(work);
    task.done = std::move(done);
    give(turn, device().queue(stream), work.engine, std::move(task));
}

void execute(const Work &work)
{
    Turn turn;
    Queue &queue = device().queue(&self());
    give(turn, queue, work.engine, taskOf(work));
    queue.await(turn, 0);
}

void submitEvent(const void *stream)
{
    Turn turn;
    give(turn, device().queue(stream), "", Task{});
}

void synchronize(const void *stream)
{
    Turn turn;
    if (stream) device().queue(stream).await(turn, 0);
    else device().awaitAll(turn);
}

void holdUp(const void *stream, size_t most)
{
    Turn turn;
    device().queue(stream).await(turn, most);
}

void spend(double ms) { Turn().pass(ms); }
void sleep(double ms) { Turn().pass(ms); }

void post(uint64_t thread, std::function<void()> report)
{
    reports[thread].push_back(std::move(report));
    const auto waiting = processing.find(thread);
    if (waiting == processing.end()) return;
    release(*waiting->second, now() + figure("host.wakeMs"));
    processing.erase(waiting);
}

bool process(double patienceMs)
{
    const uint64_t id = static_cast<uint64_t>(pthread_self());
    std::function<void()> report;
    {
        Turn turn;
        if (reports[id].empty()) {
            Thread *thread = processing[id] = &self();
            static long waits = 0;
            static std::map<uint64_t, long> last;
            const long wait = last[id] = ++waits;
            at(now() + patienceMs, [=] {
                const auto waiting = processing.find(id);
                if (last[id] != wait || waiting == processing.end()) return;
                processing.erase(waiting);
                release(*thread, now());
            });
            turn.block();
        }
        if (reports[id].empty()) return false;
        report = std::move(reports[id].front());
        reports[id].pop_front();
    }
    report();
    return true;
}

} // namespace stand_in::timed

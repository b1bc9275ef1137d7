// A simulated device: streams in order, engines with servers, the link, the scheduler, and the runtime's two threads.
#include "device.hpp"
#include "clock.hpp"

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <random>

namespace stand_in::timed {
namespace {

const std::map<std::string, double> &figures()
{
    static const auto *all = [] {
        auto *read = new std::map<std::string, double>;
        const char *name = std::getenv("STAND_IN_DEVICE");
        std::ifstream file(name ? name : "");
        std::string key;
        for (double value; file >> key >> value;) (*read)[key] = value;
        return read;
    }();
    return *all;
}

/** A task's time about its mean. */
double varied(double ms)
{
    static std::mt19937 random(1);
    static std::normal_distribution<double> normal;
    const double spread = figure("variation");
    return ms * (spread > 0 ? std::exp(spread * normal(random) - spread * spread / 2) : 1);
}

} // namespace

bool on()
{
    static const bool is = std::getenv("STAND_IN_DEVICE") != nullptr;
    return is;
}

bool has(const std::string &name) { return figures().count(name) > 0; }

double figure(const std::string &name, double otherwise)
{
    const auto found = figures().find(name);
    return found == figures().end() ? otherwise : found->second;
}

double Scheduler::dispatch(double switchMs, double reloadMs)
{
    freeAt_ = std::max(freeAt_, now()) + figure("scheduler.taskMs");
    if (active <= 1) return freeAt_;
    const double resident = figure("scheduler.residentStreams", 1e9);
    const double missing = active > resident ? 1 - resident / active : 0;
    return freeAt_ + switchMs * (1 - 1.0 / active) + reloadMs * missing;
}

Station::Station(Device &device, const std::string &engine) : device_(device)
{
    const std::string path = "engines." + engine;
    free_ = static_cast<int>(std::max(1.0, figure(path + ".servers", 1)));
    switchMs_ = figure(path + ".switchMs", figure("scheduler.switchMs"));
    reloadMs_ = figure(path + ".reloadMs");
}

void Station::enter(Queue &stream)
{
    const bool stays = &stream == last_ && turnsLeft_ > 0;
    if (stays && free_ > 0) return start(stream);
    waiting_.push_back(&stream);
    match();
}

void Station::match()
{
    while (free_ > 0 && !waiting_.empty()) {
        Queue *stream = waiting_.front();
        waiting_.pop_front();
        start(*stream);
    }
}

void Station::start(Queue &stream)
{
    if (&stream != last_) turnsLeft_ = static_cast<int>(figure("scheduler.burst", 1));
    last_ = &stream;
    turnsLeft_--;
    free_--;
    const Task &task = stream.front();
    const double begin = device_.scheduler.dispatch(switchMs_, reloadMs_);
    double end = begin + varied(task.ms);
    if (task.exclusiveMs >= 0) {
        channelFreeAt_ = std::max(end - task.exclusiveMs, channelFreeAt_) + task.exclusiveMs;
        end = channelFreeAt_;
    }
    at(end, [this, &stream] { finish(stream); });
}

void Station::finish(Queue &stream)
{
    free_++;
    const double completionMs = stream.front().completionMs;
    stream.report();
    if (completionMs > 0) at(now() + completionMs, [&stream] { stream.advance(); });
    else stream.advance();
    match();
}

void Queue::deliver(Task task)
{
    tasks_.push_back(std::move(task));
    if (tasks_.size() > 1) return;
    device_.scheduler.active++;
    begin();
}

void Queue::begin()
{
    if (!front().engine.empty()) return device_.station(front().engine).enter(*this);
    at(device_.scheduler.dispatch(0, 0), [this] {
        report();
        advance();
    });
}

void Queue::report() { device_.receiver.report(*this, front()); }

void Queue::advance()
{
    tasks_.pop_front();
    if (tasks_.empty()) device_.scheduler.active--;
    else begin();
}

void Queue::reported()
{
    reported_++;
    const auto waiting = std::move(waiters_);
    waiters_.clear();
    for (const auto &[thread, target] : waiting) {
        if (target <= reported_) release(*thread, now() + figure("host.wakeMs"));
        else waiters_.push_back({thread, target});
    }
}

void Queue::await(Turn &turn, size_t most)
{
    if (submitted <= reported_ + most) return;
    waiters_.push_back({&self(), submitted - most});
    turn.block();
}

bool Sender::isDirect() const { return figure("host.sendShare") == 0; }

void Sender::submit(Queue &stream, Task task)
{
    if (isDirect()) return stream.deliver(std::move(task));
    waiting_.push_back({&stream, std::move(task)});
    if (awake_) return;
    awake_ = true;
    at(now() + figure("host.wakeMs"), [this] { next(); });
}

void Sender::next()
{
    if (waiting_.empty()) {
        awake_ = false;
        return;
    }
    at(now() + waiting_.front().second.sendMs, [this] {
        auto [stream, task] = std::move(waiting_.front());
        waiting_.pop_front();
        stream->deliver(std::move(task));
        next();
    });
}

void Receiver::report(Queue &stream, const Task &task)
{
    waiting_.push_back({&stream, task.receiveMs, task.done});
    if (awake_) return;
    awake_ = true;
    at(now() + figure("host.wakeMs"), [this] { next(); });
}

void Receiver::next()
{
    if (waiting_.empty()) {
        awake_ = false;
        return;
    }
    const Report report = waiting_.front();
    waiting_.pop_front();
    if (report.done) report.done();
    report.stream->reported();
    at(now() + report.ms, [this] { next(); });
}

Device &device()
{
    static Device *one = new Device;
    return *one;
}

Station &Device::station(const std::string &engine)
{
    static const std::map<std::string, std::string> shared{{"h2d", "link"}, {"d2h", "link"}, {"memset", "d2d"}};
    const auto known = shared.find(engine);
    auto &station = stations_[known == shared.end() ? engine : known->second];
    if (!station) station = new Station(*this, engine);
    return *station;
}

Queue &Device::queue(const void *stream)
{
    auto &queue = queues_[stream];
    if (!queue) queue = new Queue(*this);
    return *queue;
}

void Device::awaitAll(Turn &turn)
{
    for (const auto &[stream, queue] : queues_) queue->await(turn, 0);
}

} // namespace stand_in::timed

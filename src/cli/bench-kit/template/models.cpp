// The user's models: one call after the other, many in a stream, and in several streams.
#include "kit.hpp"

#include <memory>

namespace kit {
namespace {

struct Description {
    Description() : handle(aclmdlCreateDesc()) {}
    ~Description() { aclmdlDestroyDesc(handle); }
    Description(const Description &) = delete;
    aclmdlDesc *handle;
};

class Dataset {
public:
    Dataset() : handle(aclmdlCreateDataset()) {}
    ~Dataset()
    {
        for (size_t i = 0; i < aclmdlGetDatasetNumBuffers(handle); i++) aclDestroyDataBuffer(aclmdlGetDatasetBuffer(handle, i));
        aclmdlDestroyDataset(handle);
    }
    Dataset(const Dataset &) = delete;

    void add(size_t bytes)
    {
        memory_.push_back(std::make_unique<Buffer>(Pool::device, bytes > 0 ? bytes : 1));
        aclDataBuffer *buffer = aclCreateDataBuffer(memory_.back()->get(), bytes);
        if (buffer == nullptr) throw Failure("aclCreateDataBuffer");
        CHECK(aclmdlAddDatasetBuffer(handle, buffer));
    }

    aclmdlDataset *handle;

private:
    std::vector<std::unique_ptr<Buffer>> memory_;
};

/** A model with one set of inputs and outputs for each stream. */
class Model {
public:
    Model(const std::string &path, size_t streams)
    {
        CHECK(aclmdlLoadFromFile(path.c_str(), &id_));
        try {
            addDatasets(streams);
        } catch (...) {
            aclmdlUnload(id_);
            throw;
        }
    }
    ~Model()
    {
        inputs_.clear();
        outputs_.clear();
        aclmdlUnload(id_);
    }
    Model(const Model &) = delete;

    void execute() { CHECK(aclmdlExecute(id_, inputs_[0].handle, outputs_[0].handle)); }
    void execute(size_t i, const Stream &stream) { CHECK(aclmdlExecuteAsync(id_, inputs_[i].handle, outputs_[i].handle, stream.get())); }

private:
    void addDatasets(size_t streams)
    {
        const Description description;
        CHECK(aclmdlGetDesc(description.handle, id_));
        inputs_ = std::vector<Dataset>(streams);
        outputs_ = std::vector<Dataset>(streams);
        for (size_t i = 0; i < streams; i++) {
            for (size_t k = 0; k < aclmdlGetNumInputs(description.handle); k++) inputs_[i].add(aclmdlGetInputSizeByIndex(description.handle, k));
            for (size_t k = 0; k < aclmdlGetNumOutputs(description.handle); k++) outputs_[i].add(aclmdlGetOutputSizeByIndex(description.handle, k));
        }
    }

    uint32_t id_ = 0;
    std::vector<Dataset> inputs_, outputs_;
};

Times executeSync(const ModelFile &file, size_t calls)
{
    Model model(file.path, 1);
    const double begin = now();
    for (size_t call = 0; call < calls; call++) model.execute();
    const double ms = now() - begin;
    return {ms, ms};
}

Times executeAsync(const ModelFile &file, size_t streams, size_t calls)
{
    Model model(file.path, streams);
    std::vector<Stream> all(streams);
    return inTurns(all, calls, [&](size_t, size_t i) { model.execute(i, all[i]); });
}

} // namespace

void addModels(const Plan &plan, Parts &parts)
{
    constexpr size_t kCalls = 8;
    for (const ModelFile &file : plan.models) {
        const auto add = [&](const char *mode, size_t calls, std::function<Times(size_t)> run) -> Part & {
            parts.emplace_back("model", calls, [run](Part &, size_t count) { return run(count); });
            return parts.back().text("model", file.name).text("mode", mode).number("batch", file.batch);
        };
        add("sync", kCalls, [file](size_t calls) { return executeSync(file, calls); });
        for (const size_t streams : plan.streams) {
            // As many calls in each stream, short of what the runtime's queue holds.
            const size_t calls = streams == 1 ? kCalls : 4 * streams;
            add("async", calls, [file, streams](size_t count) { return executeAsync(file, streams, count); }).number("streams", streams);
        }
    }
}

} // namespace kit

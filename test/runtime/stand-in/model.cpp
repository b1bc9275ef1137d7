// Models, their descriptions and data sets. A model has one input and one output, of the sizes of a ResNet-50 of its batch.
#include "state.hpp"
#include "timed/timed.hpp"

#include <cstring>
#include <map>
#include <mutex>
#include <set>
#include <vector>

using namespace stand_in;

struct aclDataBuffer {
    void *data;
    size_t bytes;
};

struct aclmdlDataset {
    std::vector<aclDataBuffer *> buffers;
};

struct aclmdlDesc {
    uint32_t model = 0;
};

namespace {

constexpr size_t kInputBytes = 224 * 224 * 3; // of one picture
constexpr size_t kClasses = 1000;

IdPool modelIds{"model"};
std::mutex mutex;
std::map<uint32_t, size_t> batches;
std::map<uint32_t, std::string> files;

/** The digits behind the last `bs`, `batch` or `_b` of the file's name; 1 without. */
size_t batchOf(const std::string &path)
{
    for (const char *mark : {"bs", "batch", "_b"}) {
        const size_t at = path.rfind(mark);
        if (at == std::string::npos) continue;
        const size_t digits = path.find_first_of("0123456789", at);
        if (digits != std::string::npos && digits <= at + std::strlen(mark) + 1) return std::stoul(path.substr(digits));
    }
    return 1;
}

aclError load(Entry &entry, const std::string &path, uint32_t *out)
{
    *out = static_cast<uint32_t>(modelIds.take());
    std::lock_guard<std::mutex> lock(mutex);
    batches[*out] = batchOf(path);
    files[*out] = path;
    inContext(entry.number("model", *out).text("path", path));
    return ACL_SUCCESS;
}

size_t batchOf(const aclmdlDesc *description)
{
    std::lock_guard<std::mutex> lock(mutex);
    const auto found = batches.find(description->model);
    return found == batches.end() ? 1 : found->second;
}

timed::Work workOf(uint32_t model)
{
    std::lock_guard<std::mutex> lock(mutex);
    return {"aicore", 0, 0, false, files[model]};
}

std::set<const aclmdlDataset *> datasets;

/** What a piece of a program never set is no data set of ours. */
bool known(const aclmdlDataset *dataset)
{
    std::lock_guard<std::mutex> lock(mutex);
    return datasets.count(dataset) > 0;
}

long long bytesOf(const aclmdlDataset *dataset)
{
    long long sum = 0;
    if (known(dataset)) {
        for (const aclDataBuffer *one : dataset->buffers) sum += one ? static_cast<long long>(one->bytes) : 0;
    }
    return sum;
}

Entry &executed(Entry &entry, uint32_t model, const aclmdlDataset *input, const aclmdlDataset *output)
{
    {
        std::lock_guard<std::mutex> lock(mutex);
        if (batches.find(model) == batches.end()) entry.fault("unknown-model");
    }
    if (!known(input) || !known(output)) entry.fault("unknown-dataset");
    return entry.number("model", model).number("inputBytes", bytesOf(input)).number("outputBytes", bytesOf(output));
}

void setDims(aclmdlIODims *dims, std::initializer_list<int64_t> values)
{
    *dims = {};
    for (int64_t value : values) dims->dims[dims->dimCount++] = value;
}

} // namespace

extern "C" {

aclDataBuffer *aclCreateDataBuffer(void *data, size_t bytes) { return new aclDataBuffer{data, bytes}; }
aclError aclDestroyDataBuffer(const aclDataBuffer *) { return ACL_SUCCESS; }
void *aclGetDataBufferAddr(const aclDataBuffer *buffer) { return buffer ? buffer->data : nullptr; }
uint32_t aclGetDataBufferSize(const aclDataBuffer *buffer) { return static_cast<uint32_t>(buffer ? buffer->bytes : 0); }
size_t aclGetDataBufferSizeV2(const aclDataBuffer *buffer) { return buffer ? buffer->bytes : 0; }

aclError aclUpdateDataBuffer(aclDataBuffer *buffer, void *data, size_t bytes)
{
    *buffer = {data, bytes};
    return ACL_SUCCESS;
}

aclmdlDataset *aclmdlCreateDataset()
{
    aclmdlDataset *dataset = new aclmdlDataset;
    std::lock_guard<std::mutex> lock(mutex);
    datasets.insert(dataset);
    return dataset;
}

aclError aclmdlDestroyDataset(const aclmdlDataset *) { return ACL_SUCCESS; }
size_t aclmdlGetDatasetNumBuffers(const aclmdlDataset *dataset) { return known(dataset) ? dataset->buffers.size() : 0; }

aclError aclmdlAddDatasetBuffer(aclmdlDataset *dataset, aclDataBuffer *buffer)
{
    if (known(dataset)) dataset->buffers.push_back(buffer);
    return ACL_SUCCESS;
}

aclDataBuffer *aclmdlGetDatasetBuffer(const aclmdlDataset *dataset, size_t index)
{
    return known(dataset) && index < dataset->buffers.size() ? dataset->buffers[index] : nullptr;
}

aclError aclmdlLoadFromFile(const char *path, uint32_t *model) { NOTE(entry); return load(entry, path, model); }
aclError aclmdlLoadFromFileWithMem(const char *path, uint32_t *model, void *, size_t, void *, size_t) { NOTE(entry); return load(entry, path, model); }
aclError aclmdlLoadFromMem(const void *, size_t, uint32_t *model) { NOTE(entry); return load(entry, "", model); }
aclError aclmdlLoadFromMemWithMem(const void *, size_t, uint32_t *model, void *, size_t, void *, size_t) { NOTE(entry); return load(entry, "", model); }

aclError aclmdlUnload(uint32_t model)
{
    NOTE(entry);
    entry.number("model", model);
    modelIds.giveBack(static_cast<int>(model));
    return ACL_SUCCESS;
}

aclError aclmdlQuerySize(const char *, size_t *work, size_t *weight)
{
    *work = *weight = size_t{1} << 20;
    return ACL_SUCCESS;
}

aclError aclmdlExecute(uint32_t model, const aclmdlDataset *input, aclmdlDataset *output)
{
    WORK(entry);
    executed(inContext(entry), model, input, output);
    if (timed::on()) timed::execute(workOf(model));
    return ACL_SUCCESS;
}

aclError aclmdlExecuteAsync(uint32_t model, const aclmdlDataset *input, aclmdlDataset *output, aclrtStream stream)
{
    WORK(entry);
    executed(onStream(entry, stream), model, input, output);
    if (timed::on()) timed::submit(stream, workOf(model));
    return ACL_SUCCESS;
}

aclmdlDesc *aclmdlCreateDesc() { return new aclmdlDesc; }
aclError aclmdlDestroyDesc(aclmdlDesc *) { return ACL_SUCCESS; }

aclError aclmdlGetDesc(aclmdlDesc *description, uint32_t model)
{
    description->model = model;
    return ACL_SUCCESS;
}

size_t aclmdlGetNumInputs(aclmdlDesc *) { return 1; }
size_t aclmdlGetNumOutputs(aclmdlDesc *) { return 1; }
size_t aclmdlGetInputSizeByIndex(aclmdlDesc *description, size_t) { return kInputBytes * batchOf(description); }
size_t aclmdlGetOutputSizeByIndex(aclmdlDesc *description, size_t) { return sizeof(float) * kClasses * batchOf(description); }
const char *aclmdlGetInputNameByIndex(const aclmdlDesc *, size_t) { return "input"; }
const char *aclmdlGetOutputNameByIndex(const aclmdlDesc *, size_t) { return "output"; }
aclDataType aclmdlGetInputDataType(const aclmdlDesc *, size_t) { return ACL_UINT8; }
aclDataType aclmdlGetOutputDataType(const aclmdlDesc *, size_t) { return ACL_FLOAT; }
aclFormat aclmdlGetInputFormat(const aclmdlDesc *, size_t) { return ACL_FORMAT_NHWC; }

aclError aclmdlGetInputIndexByName(const aclmdlDesc *, const char *, size_t *index)
{
    *index = 0;
    return ACL_SUCCESS;
}

aclError aclmdlGetInputDims(const aclmdlDesc *description, size_t, aclmdlIODims *dims)
{
    setDims(dims, {static_cast<int64_t>(batchOf(description)), 224, 224, 3});
    return ACL_SUCCESS;
}

aclError aclmdlGetOutputDims(const aclmdlDesc *description, size_t, aclmdlIODims *dims)
{
    setDims(dims, {static_cast<int64_t>(batchOf(description)), kClasses});
    return ACL_SUCCESS;
}
}

// Measures what a device and its host take for their work, as plan.txt says, and writes it to a JSON file.
#include "kit.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cctype>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>

namespace {

using kit::Part;
using kit::Plan;

template <typename Item> void readAll(std::istringstream &words, std::vector<Item> &into)
{
    for (Item item; words >> item;) into.push_back(item);
}

void readLine(const std::string &line, Plan &plan)
{
    std::istringstream words(line);
    std::string key;
    words >> key;
    if (key == "device") words >> plan.device;
    else if (key == "repetitions") words >> plan.repetitions;
    else if (key == "seed") words >> plan.seed;
    else if (key == "bytes") readAll(words, plan.bytes);
    else if (key == "threads") readAll(words, plan.threads);
    else if (key == "streams") readAll(words, plan.streams);
    else if (key == "channels") readAll(words, plan.channels);
    else if (key == "picture") {
        kit::Size size{};
        words >> size.width >> size.height;
        plan.pictures.push_back(size);
    } else if (key == "model") {
        kit::ModelFile model;
        words >> model.name >> model.batch >> std::ws;
        std::getline(words, model.path);
        plan.models.push_back(model);
    } else if (!key.empty() && key[0] != '#') throw kit::Failure("plan.txt: " + line);
}

Plan readPlan(const std::string &file)
{
    std::ifstream in(file);
    if (!in) throw kit::Failure(file + ": cannot be read");
    Plan plan;
    for (std::string line; std::getline(in, line);) readLine(line, plan);
    return plan;
}

/** A run of a part. The first of each warms up and is not kept. */
struct Turn {
    Part *part;
    size_t calls;
    bool kept;
};

std::vector<Turn> turnsOf(kit::Parts &parts, const Plan &plan)
{
    std::vector<Turn> turns;
    for (Part &part : parts) {
        for (int i = 0; i < plan.repetitions; i++) {
            turns.push_back({&part, part.few, true});
            turns.push_back({&part, 3 * part.few, true});
        }
    }
    std::mt19937 random(plan.seed);
    std::shuffle(turns.begin(), turns.end(), random);
    std::vector<Turn> all;
    for (Part &part : parts) all.push_back({&part, part.few, false});
    all.insert(all.end(), turns.begin(), turns.end());
    return all;
}

void take(const Turn &turn)
{
    Part &part = *turn.part;
    if (!part.failure.empty()) return;
    try {
        const kit::Times times = part.run(part, turn.calls);
        if (turn.kept) part.runs.push_back({turn.calls, times});
    } catch (const std::exception &error) {
        part.failure = error.what();
    }
}

void measure(kit::Parts &parts, const Plan &plan)
{
    const std::vector<Turn> turns = turnsOf(parts, plan);
    for (size_t i = 0; i < turns.size(); i++) {
        std::fprintf(stderr, "\r%zu/%zu %-60.60s", i + 1, turns.size(), turns[i].part->name().c_str());
        take(turns[i]);
    }
    std::fprintf(stderr, "\n");
}

std::string texted(const char *text)
{
    std::string out;
    for (const char *at = text ? text : ""; *at; at++) {
        if (std::isalnum(static_cast<unsigned char>(*at)) || std::strchr(" ._-+", *at)) out += *at;
    }
    return out;
}

std::string today()
{
    const std::time_t now = std::time(nullptr);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%d", std::gmtime(&now));
    return text;
}

void writePart(std::ostream &out, const Part &part)
{
    out << "    {" << part.labels() << ",\n      ";
    if (!part.failure.empty()) {
        out << "\"failure\": \"" << texted(part.failure.c_str()) << "\"}";
        return;
    }
    out << "\"runs\": [";
    for (size_t i = 0; i < part.runs.size(); i++) {
        const kit::Run &run = part.runs[i];
        char text[128];
        std::snprintf(text, sizeof text, "{\"calls\": %zu, \"ms\": %.6f, \"hostMs\": %.6f}", run.calls, run.times.ms, run.times.hostMs);
        out << (i > 0 ? ", " : "") << text;
    }
    out << "]}";
}

void write(std::ostream &out, const kit::Parts &parts, const Plan &plan)
{
    out << "{\n  \"benchKit\": 1,\n  \"soc\": \"" << texted(aclrtGetSocName()) << "\",\n  \"cann\": \"" << texted(std::getenv("KIT_CANN"))
        << "\",\n  \"date\": \"" << today() << "\",\n  \"device\": " << plan.device << ",\n  \"parts\": [\n";
    for (size_t i = 0; i < parts.size(); i++) {
        writePart(out, parts[i]);
        out << (i + 1 < parts.size() ? ",\n" : "\n");
    }
    out << "  ]\n}\n";
}

int run(const std::string &planFile, const std::string &output)
{
    const Plan plan = readPlan(planFile);
    CHECK(aclInit(nullptr));
    CHECK(aclrtSetDevice(plan.device));
    kit::Parts parts;
    kit::addHost(plan, parts);
    kit::addCopies(plan, parts);
    kit::addModels(plan, parts);
    kit::addPictures(plan, parts);
    kit::addVideo(plan, parts);
    measure(parts, plan);
    std::ofstream out(output);
    write(out, parts, plan);
    out.close();
    if (!out) throw kit::Failure(output + ": cannot be written");
    CHECK(aclrtResetDevice(plan.device));
    CHECK(aclFinalize());
    return 0;
}

} // namespace

int main(int count, char **arguments)
{
    try {
        return run(count > 1 ? arguments[1] : "plan.txt", count > 2 ? arguments[2] : "kit.json");
    } catch (const std::exception &error) {
        std::cerr << error.what() << "\n";
        return 2;
    }
}

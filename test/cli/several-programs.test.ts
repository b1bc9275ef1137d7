import { describe, expect, it } from 'vitest';
import { aclPerf, folderWith } from '../support/acl-perf.ts';

const NET = `#include "net.h"
Net::Net(const char *path) {
    aclmdlLoadFromFile(path, &id);
    in = aclmdlCreateDataset();
    out = aclmdlCreateDataset();
}
void Net::run() {
    aclmdlExecute(id, in, out);
}
`;

const NET_HEADER = `#pragma once
#include "acl/acl.h"
class Net {
public:
    explicit Net(const char *path);
    void run();
private:
    uint32_t id = 0;
    aclmdlDataset *in = nullptr;
    aclmdlDataset *out = nullptr;
};
`;

const mainWith = (model: string): string => `#include "lib/net.h"
int main() {
    aclInit(nullptr);
    aclrtSetDevice(0);
    Net net("${model}.om");
    void *device = nullptr;
    void *host = nullptr;
    aclrtMalloc(&device, 150528, ACL_MEM_MALLOC_NORMAL_ONLY);
    aclrtMallocHost(&host, 150528);
    for (int i = 0; i < 500; i++) {
        aclrtMemcpy(device, 150528, host, 150528, ACL_MEMCPY_HOST_TO_DEVICE);
        net.run();
    }
    return 0;
}
`;

/** Three programs that share a library, each with a model of its own. */
const THREE = {
  'CMakeLists.txt': `project(three)
add_library(net lib/net.cpp)
add_executable(batch_main batch_main.cpp)
add_executable(image_main image_main.cpp)
add_executable(video_main video_main.cpp)
`,
  'lib/net.h': NET_HEADER,
  'lib/net.cpp': NET,
  'batch_main.cpp': mainWith('resnet50_bs8'),
  'image_main.cpp': mainWith('resnet50_bs1'),
  'video_main.cpp': mainWith('yolov3_bs1'),
};

interface Advice {
  message: string;
  file?: string;
  gain: { qpsBefore: number } | null;
}
interface Program {
  program: string;
  unknowns: { code: string }[];
  qps: number;
  advice: Advice[];
}
interface Finding {
  file: string;
  entry?: string;
  message: string;
  program?: string;
  gain: { qpsBefore: number } | null;
}

describe('three programs that share a library', () => {
  it('have each the advice and the gains of their own', async () => {
    const { stdout } = await aclPerf(['predict', '.', '--format', 'json'], { cwd: folderWith(THREE) });
    const { programs } = JSON.parse(stdout) as { programs: Program[] };
    expect(programs.map(({ program }) => program).sort()).toEqual(['batch_main', 'image_main', 'video_main']);
    expect(new Set(programs.map(({ qps }) => Math.round(qps))).size).toBe(3);
    for (const { program, qps, advice } of programs) {
      expect(advice.length).toBeGreaterThan(1);
      for (const { gain, file } of advice) {
        if (gain) expect(gain.qpsBefore).toBeCloseTo(qps, 0);
        expect([undefined, 'lib/net.cpp', `${program}.cpp`]).toContain(file);
      }
    }
    const video = programs.find(({ program }) => program === 'video_main');
    expect(video?.advice.map(({ message }) => message).join()).not.toContain('resnet50');
  });

  it('are named beside a gain in the code that they share, and only there', async () => {
    const { stdout } = await aclPerf(['check', '.', '--format', 'json'], { cwd: folderWith(THREE) });
    const { findings } = JSON.parse(stdout) as { findings: Finding[] };
    for (const { file, program, message, gain } of findings) {
      if (!gain) continue;
      expect(program !== undefined).toBe(file === 'lib/net.cpp');
      if (program) expect(message).toContain(`, in ${program}.`);
    }
    expect(findings.some(({ program }) => program === 'batch_main')).toBe(true);
  });
});

/** A library that a target builds and no main uses. */
const WITH_LIBRARY = {
  ...THREE,
  'CMakeLists.txt': `${THREE['CMakeLists.txt']}add_library(face face/face.cpp)\n`,
  'face/face.h': `#pragma once
#include "acl/acl.h"
class Face {
public:
    int open();
    void find(const void *picture, void *boxes);
private:
    uint32_t id = 0;
    void *input = nullptr, *output = nullptr;
    aclmdlDataset *in = nullptr, *out = nullptr;
};
`,
  'face/face.cpp': `#include "face.h"
int Face::open() {
    aclrtMalloc(&input, 150528, ACL_MEM_MALLOC_NORMAL_ONLY);
    aclrtMalloc(&output, 4000, ACL_MEM_MALLOC_NORMAL_ONLY);
    in = aclmdlCreateDataset();
    out = aclmdlCreateDataset();
    return aclmdlLoadFromFile("retinaface_bs1.om", &id);
}
void Face::find(const void *picture, void *boxes) {
    aclrtMemcpy(input, 150528, picture, 150528, ACL_MEMCPY_HOST_TO_DEVICE);
    aclmdlExecute(id, in, out);
    aclrtMemcpy(boxes, 4000, output, 4000, ACL_MEMCPY_DEVICE_TO_HOST);
}
`,
};

describe('three programs and a library that none of them uses', () => {
  it('have four rates, and the advice and the gains of the library are its own', async () => {
    const cwd = folderWith(WITH_LIBRARY);
    const predicted = await aclPerf(['predict', '.', '--format', 'json'], { cwd });
    const { programs } = JSON.parse(predicted.stdout) as { programs: Program[] };
    const names = ['Face::find', 'batch_main', 'image_main', 'video_main'];
    expect(programs.map(({ program }) => program).sort()).toEqual(names);
    for (const { program, advice, unknowns } of programs) {
      const isLibrary = program === 'Face::find';
      expect(unknowns.some(({ code }) => code === 'entry')).toBe(isLibrary);
      expect(advice.some(({ file }) => file === 'face/face.cpp')).toBe(isLibrary);
    }
    const qps = programs.find(({ program }) => program === 'Face::find')?.qps ?? 0;
    const { stdout } = await aclPerf(['check', '.', '--format', 'json'], { cwd });
    const { findings } = JSON.parse(stdout) as { findings: Finding[] };
    const own = findings.filter(({ file }) => file === 'face/face.cpp');
    expect(own.length).toBeGreaterThan(1);
    for (const { entry, gain, program } of own) {
      expect([entry, program]).toEqual(['Face::find', undefined]);
      if (gain) expect(gain.qpsBefore).toBeCloseTo(qps, 0);
    }
    expect(findings.filter(({ entry }) => entry !== undefined)).toEqual(own);
  });
});

#!/bin/sh
# Builds the kit and runs it on this machine's device: sh run.sh [kit.json]
set -e
cd "$(dirname "$0")"
home=${ASCEND_TOOLKIT_HOME:-${ASCEND_HOME_PATH:-/usr/local/Ascend/ascend-toolkit/latest}}
KIT_CANN=$(sed -n 's/^version=//p' "$home"/*/ascend_toolkit_install.info 2>/dev/null | head -n 1)
export KIT_CANN
cmake -S . -B build
cmake --build build
./build/bench_kit plan.txt "${1:-kit.json}"

#!/usr/bin/env bash
# On a machine with an NVIDIA GPU: builds the plans of a bundle, checks them against its golden cases and against batches, and times
# the engines. Prints one table per engine; exits with 1 if anything does not agree. docs/gpu.md says what the machine needs.
#
#   model-worker/bench/gpu.sh [BUNDLE]
#
# PERCEPT_PRECISIONS  what to build, by spaces (default: fp32 bf16 fp16)
# PERCEPT_PLANS       where the plans go (default: target/gpu-plans)
# PERCEPT_SECONDS     time for each batch size (default: 1)
# PERCEPT_JAR         a jar that was built with -Pgpu (default: it is built here)
# PERCEPT_SECOND_ROAD 1: the ONNX Runtime's TensorRT provider too; it needs CUDA 12 beside CUDA 13
set -euo pipefail
cd "$(dirname "$0")/../.."

bundle=${1:-model-worker/models/percept-tiny}
read -r -a precisions <<<"${PERCEPT_PRECISIONS:-fp32 bf16 fp16}"
plans=${PERCEPT_PLANS:-target/gpu-plans}
seconds=${PERCEPT_SECONDS:-1}
failed=0

title() {
    printf '\n== %s (%s s)\n' "$*" "$SECONDS"
}

percept() {
    java --enable-native-access=ALL-UNNAMED -jar "$jar" "$@"
}

check() {
    "$@" || failed=1
}

title "machine"
nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv || echo "nvidia-smi is missing or sees no GPU"

if [[ -n ${PERCEPT_JAR:-} ]]; then
    jar=$PERCEPT_JAR
else
    title "build"
    ./mvnw -B -ntp -q -Pgpu package -DskipTests -Dspotless.check.skip=true
    jars=(target/percept-*.jar)
    jar=${jars[0]}
    title "device contract: copies, scatter kernel, recordings, against the device in memory"
    check ./mvnw -B -ntp -q -Pgpu test -Dtest='DeviceContractTest'
    # Where no GPU is found it tries the device in memory alone, and passes.
    if grep -q 'tests="4"' target/surefire-reports/TEST-io.percept.engine.tensorrt.DeviceContractTest.xml; then
        echo "The contract was tried on the device in memory alone: no GPU was found."
        failed=1
    fi
fi

title "CPU, for comparison"
check percept bundle verify "$bundle"
check percept bundle speed --seconds "$seconds" "$bundle"

for precision in "${precisions[@]}"; do
    title "TensorRT $precision: compile"
    if ! percept compile --bundle "$bundle" --precision "$precision" --plans "$plans"; then
        failed=1
        continue
    fi
    gpu=(--engine tensorrt --precision "$precision" --plans "$plans")
    title "TensorRT $precision: golden cases and batches"
    check percept bundle verify "${gpu[@]}" "$bundle"
    title "TensorRT $precision: speed"
    check percept bundle speed "${gpu[@]}" --seconds "$seconds" "$bundle"
done

if [[ ${PERCEPT_SECOND_ROAD:-0} == 1 ]]; then
    second=(--engine onnxruntime-tensorrt --plans "$plans")
    title "ONNX Runtime with TensorRT: golden cases and batches"
    check percept bundle verify "${second[@]}" "$bundle"
    title "ONNX Runtime with TensorRT: speed"
    check percept bundle speed "${second[@]}" --seconds "$seconds" "$bundle"
fi

title "done"
exit "$failed"

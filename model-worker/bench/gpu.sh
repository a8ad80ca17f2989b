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
#
# On a machine without Java or without a network: gpu-pack.sh, beside this, packs a folder in which this script runs by itself.
#
# PERCEPT_SECOND_ROAD 1: the ONNX Runtime's TensorRT provider too; it needs CUDA 12 beside CUDA 13
set -euo pipefail
pack=
if [[ -d $(dirname "$0")/jre ]]; then
    cd "$(dirname "$0")"
    pack=$PWD
    # PyTorch's wheels bring the libraries of CUDA too.
    for library in libcudart.so.13 libnvrtc.so.13 libcublas.so.13 libcudnn_graph.so.9; do
        found=$(find /usr/local /usr/lib /opt -name "$library" 2>/dev/null | head -1)
        LD_LIBRARY_PATH=${LD_LIBRARY_PATH:-}:${found%/*}
    done
    export LD_LIBRARY_PATH=$pack/tensorrt:$LD_LIBRARY_PATH
else
    cd "$(dirname "$0")/../.."
fi

bundle=${1:-${pack:-model-worker/models}/percept-tiny}
read -r -a precisions <<<"${PERCEPT_PRECISIONS:-fp32 bf16 fp16}"
plans=${PERCEPT_PLANS:-target/gpu-plans}
seconds=${PERCEPT_SECONDS:-1}
failed=0

title() {
    printf '\n== %s (%s s)\n' "$*" "$SECONDS"
}

percept() {
    if [[ -n $pack ]]; then
        jre/bin/java --enable-native-access=ALL-UNNAMED -cp "app/classes:app/lib/*" io.percept.Percept "$@"
    else
        java --enable-native-access=ALL-UNNAMED -jar "$jar" "$@"
    fi
}

# Where no GPU is found it tries the device in memory alone, which is half of the tests, and passes.
contract() {
    local said
    if [[ -n $pack ]]; then
        said=$(jre/bin/java --enable-native-access=ALL-UNNAMED -cp "test/classes:test/lib/*:app/classes:app/lib/*" \
            org.junit.platform.console.ConsoleLauncher execute --disable-banner --details=tree \
            -c io.percept.engine.tensorrt.DeviceContractTest) || { echo "$said"; return 1; }
        echo "$said" | grep -q ' 8 tests successful' && return
    else
        ./mvnw -B -ntp -q -Pgpu test -Dtest='DeviceContractTest' || return 1
        grep -q 'tests="8"' target/surefire-reports/TEST-io.percept.engine.tensorrt.DeviceContractTest.xml && return
    fi
    echo "The contract was tried on the device in memory alone: no GPU was found."
    return 1
}

check() {
    "$@" || failed=1
}

title "machine"
nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv || echo "nvidia-smi is missing or sees no GPU"

if [[ -n ${PERCEPT_JAR:-} ]]; then
    jar=$PERCEPT_JAR
elif [[ -z $pack ]]; then
    title "build"
    ./mvnw -B -ntp -q -Pgpu package -DskipTests -Dspotless.check.skip=true
    jars=(target/percept-*.jar)
    jar=${jars[0]}
fi
if [[ -z ${PERCEPT_JAR:-} ]]; then
    title "device contract: copies, scatter kernel, recordings, against the device in memory"
    check contract
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

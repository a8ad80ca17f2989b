#!/usr/bin/env bash
# Packs what bench/gpu.sh needs into a folder, for a machine with an NVIDIA GPU that has neither Java nor a network: copy the folder
# there and run its gpu.sh. CUDA 13 and cuDNN 9 must be there (PyTorch's wheels have them); TensorRT's own libraries come along, but
# not its kernels for one architecture, which no jar has: to build plans, put libnvinfer_builder_resource_smNN.so.* into its
# folder tensorrt.
#
#   JAVA_HOME=JDK model-worker/bench/gpu-pack.sh FOLDER
set -euo pipefail
mkdir -p "${1:?the folder to pack into}"
folder=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."

# The ONNX Runtime of the CPU is what the plans are compared with; the one for GPUs is 0.4 GB more.
./mvnw -B -ntp -q -Pgpu package -DskipTests -Dspotless.check.skip=true -Donnxruntime.artifact=onnxruntime
./mvnw -B -ntp -q -Pgpu dependency:build-classpath -Donnxruntime.artifact=onnxruntime -Dmdep.outputFile=target/test-class-path
rm -rf "${folder:?}"/{app,test,jre,tensorrt,percept-tiny}
mkdir -p "$folder"/{app,test/lib,tensorrt}
unzip -q -o target/percept-*.jar 'BOOT-INF/*' -d "$folder/app"
mv "$folder"/app/BOOT-INF/{classes,lib} "$folder/app"
rm -rf "$folder/app/BOOT-INF" "$folder/app/classes/models"
tr ':' '\n' <target/test-class-path | grep -E '/(assertj-core|byte-buddy)[^/]*\.jar$' | xargs cp -t "$folder/test/lib"
junit=$(./mvnw -B -ntp -q help:evaluate -Dexpression=junit-jupiter.version -DforceStdout)
./mvnw -B -ntp -q dependency:copy -Dartifact="org.junit.platform:junit-platform-console-standalone:$junit" -DoutputDirectory="$folder/test/lib"
cp -r target/test-classes "$folder/test/classes"
cp -r model-worker/models/percept-tiny model-worker/bench/gpu.sh "$folder"

"$JAVA_HOME/bin/jlink" --output "$folder/jre" --strip-debug --no-header-files --no-man-pages --add-modules \
    java.se,jdk.unsupported,jdk.management,jdk.crypto.ec,jdk.charsets,jdk.zipfs,jdk.httpserver,jdk.net

version=$(./mvnw -B -ntp -q -Pgpu help:evaluate -Dexpression=tensorrt.version -DforceStdout)
./mvnw -B -ntp -q dependency:copy -Dartifact="org.bytedeco:tensorrt:$version:jar:linux-x86_64-redist" -DoutputDirectory=target/tensorrt
unzip -q -o -j "target/tensorrt/tensorrt-$version-linux-x86_64-redist.jar" '*/libnvinfer.so.*' '*/libnvonnxparser.so.*' \
    '*/libnvinfer_plugin.so.*' '*/libnvinfer_builder_resource_*' -d "$folder/tensorrt"
du -sh "$folder"/*

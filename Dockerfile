# Percept as an image.
#
#   docker build -t percept .                                          the engine of the jar, on the CPU
#   docker build -t percept:tensorrt --build-arg ENGINE=tensorrt .     NVIDIA's CUDA 13 and TensorRT beside it; or
#                                    ENGINE=onnxruntime-tensorrt, whose ONNX Runtime is linked to CUDA 12
#
#   docker run --read-only -p 8080:8080 -v "$PWD/keys.yaml:/keys.yaml:ro" percept --spring.config.import=file:/keys.yaml ...
#   docker run --read-only -p 8080:8080 --gpus all percept:tensorrt --percept.engine.name=tensorrt ...
#
# Dots stand for --spring.kafka.bootstrap-servers=kafka:9092, keys.yaml for what "percept access key" prints. Without keys,
# tokens or an address, Percept is open and listens within its container alone (docs/access.md). To try it from this host and
# from nowhere else: docker run -p 127.0.0.1:8080:8080 -e SERVER_ADDRESS=0.0.0.0 percept
#
#   docker run --read-only -v "$PWD:/photos:ro" percept enrich /photos/photo.jpg
#
# It writes to its two volumes only: /tmp (native libraries are unpacked there, so it must not be mounted noexec) and
# /var/lib/percept (bundles, plans, native libraries, and the embedded broker where it runs).
ARG ENGINE=cpu

FROM eclipse-temurin:21.0.12_8-jdk-noble AS build
ARG ENGINE
WORKDIR /build
COPY .mvn/ .mvn/
COPY mvnw pom.xml ./
COPY schemas/ schemas/
COPY service/policies/ service/policies/
COPY model-worker/models/percept-tiny/ model-worker/models/percept-tiny/
COPY src/main/ src/main/
RUN --mount=type=cache,target=/root/.m2 \
    if [ "$ENGINE" != cpu ]; then profile=-Pgpu; fi; \
    ./mvnw -B -ntp ${profile:-} -Dmaven.test.skip=true package
RUN java -Djarmode=tools -jar target/percept-*.jar extract \
    --layers --application-filename percept.jar --destination layers

FROM eclipse-temurin:21.0.12_8-jre-noble AS runtime-cpu

FROM nvidia/cuda:13.1.1-cudnn-runtime-ubuntu24.04 AS runtime-tensorrt
ENV JAVA_HOME=/opt/java/openjdk \
    PATH=/opt/java/openjdk/bin:/usr/local/cuda/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
COPY --from=runtime-cpu /opt/java/openjdk/ /opt/java/openjdk/
# The version that org.bytedeco:tensorrt is made for. The plugins and the parser are needed to build plans.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libnvinfer10=10.15.1.29-1+cuda13.1 \
        libnvinfer-plugin10=10.15.1.29-1+cuda13.1 \
        libnvonnxparsers10=10.15.1.29-1+cuda13.1 \
    && rm -rf /var/lib/apt/lists/*

FROM nvidia/cuda:12.9.1-cudnn-runtime-ubuntu24.04 AS runtime-onnxruntime-tensorrt
ENV JAVA_HOME=/opt/java/openjdk \
    PATH=/opt/java/openjdk/bin:/usr/local/cuda/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
COPY --from=runtime-cpu /opt/java/openjdk/ /opt/java/openjdk/
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libnvinfer10=10.15.1.29-1+cuda12.9 \
        libnvinfer-plugin10=10.15.1.29-1+cuda12.9 \
        libnvonnxparsers10=10.15.1.29-1+cuda12.9 \
    && rm -rf /var/lib/apt/lists/*

FROM runtime-${ENGINE}
LABEL org.opencontainers.image.title="Percept" \
      org.opencontainers.image.description="Streams image-bearing Kafka events through batched vision-language engines" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN groupadd --gid 10001 percept \
    && useradd --uid 10001 --gid 10001 --home-dir /var/lib/percept --no-create-home --shell /usr/sbin/nologin percept \
    && install --directory --owner=10001 --group=10001 /var/lib/percept
WORKDIR /opt/percept
# What changes seldom first, so that a new version of Percept is the last layer alone.
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY service/overlays/ service/overlays/
COPY service/policies/ service/policies/
COPY --from=build /build/layers/application/ ./
ENV HOME=/var/lib/percept \
    DJL_CACHE_DIR=/var/lib/percept/djl \
    PERCEPT_ENGINE_CACHE=/var/lib/percept/bundles \
    PERCEPT_BROKER_DIRECTORY=/var/lib/percept/broker \
    SPRING_CONFIG_ADDITIONAL_LOCATION=file:/opt/percept/service/overlays/ \
    JDK_JAVA_OPTIONS=-XX:MaxRAMPercentage=50
VOLUME ["/tmp", "/var/lib/percept"]
EXPOSE 8080
# Bash's own sockets, since neither base brings an HTTP client for certain. Kubernetes asks by probes of its own.
HEALTHCHECK --interval=15s --timeout=5s --start-period=120s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${MANAGEMENT_SERVER_PORT:-${SERVER_PORT:-8080}} && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == *' 200'* ]]"]
USER 10001:10001
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "-XX:+ExitOnOutOfMemoryError", "-jar", "/opt/percept/percept.jar"]

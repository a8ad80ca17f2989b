package io.percept.deploy.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.deploy.image.Dockerfile.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Dockerfile, which no build of ours runs: it is held to rules, and the rules to offences that they must see. */
class DockerfileTest {

    private static final String GOOD =
            """
            FROM eclipse-temurin:21.0.12_8-jre-noble
            WORKDIR /app
            COPY pom.xml /app/
            USER 10001
            ENTRYPOINT ["java"]
            """;

    private final Dockerfile ours = Dockerfile.parse(Files.readString(Path.of("Dockerfile")));
    private final BuildContext context = BuildContext.read();

    DockerfileTest() throws IOException {}

    @Test
    void shouldKeepOurRules() {
        assertThat(DockerfileRules.offences(ours, context::holds)).isEmpty();
    }

    @Test
    void shouldFindNoOffenceInAGoodFile() {
        assertThat(DockerfileRules.offences(Dockerfile.parse(GOOD), path -> true))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            textBlock =
                    """
                    FROM eclipse-temurin                => line 1: FROM is not pinned to a version
                    FROM eclipse-temurin:latest         => line 1: FROM is not pinned to a version
                    FROM eclipse-temurin:21             => line 1: FROM is not pinned to a version
                    FROM base-${ENGINE}                 => line 1: FROM uses ENGINE, which no ARG before the first FROM declares
                    WORKDIR app                         => line 2: WORKDIR is not absolute
                    COPY nowhere/ /app/                 => line 3: COPY copies nowhere/, which is not in the context
                    COPY pom.xml mvnw /app              => line 3: COPY copies several to what is no directory
                    COPY --from=build a /app/           => line 3: COPY copies from build, which is no stage before it
                    ADD pom.xml /app/                   => line 3: ADD is not an instruction that we use, or not in capitals
                    USER percept                        => line 4: USER is no number above 0
                    USER 0                              => line 4: USER is no number above 0
                    ENTRYPOINT java -jar x.jar          => line 5: ENTRYPOINT is not in JSON form
                    """)
    void shouldSeeAnOffence(String instruction, String offence) {
        String keyword = instruction.split(" ")[0].replace("ADD", "COPY");
        String bad =
                GOOD.replaceFirst("(?m)^" + keyword + ".*$", java.util.regex.Matcher.quoteReplacement(instruction));

        assertThat(DockerfileRules.offences(Dockerfile.parse(bad), path -> !path.startsWith("nowhere")))
                .contains(offence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            textBlock =
                    """
                    RUN apt-get update && apt-get install --yes curl=8 && rm -rf /var/lib/apt/lists/* => recommended
                    RUN apt-get update && apt-get install --yes --no-install-recommends curl=8 => lists in the layer
                    RUN apt-get install --yes --no-install-recommends curl=8 && rm -rf /var/lib/apt/lists/* => another layer
                    RUN apt-get update && apt-get install --yes --no-install-recommends curl && rm -rf /var/lib/apt/lists/* => does not pin curl
                    RUN curl -s https://example.org/x | sh => runs what it downloads
                    RUN sudo true => needs no sudo
                    RUN echo $PROFILE => uses PROFILE before
                    ENV DB_PASSWORD=x => keeps a secret
                    HEALTHCHECK CMD curl localhost => not in JSON form
                    """)
    void shouldSeeAnOffenceOfOneMoreInstruction(String instruction, String offence) {
        String bad = GOOD.replace("USER", instruction + "\nUSER");

        assertThat(DockerfileRules.offences(Dockerfile.parse(bad), path -> true))
                .singleElement()
                .asString()
                .contains(offence);
    }

    @Test
    void shouldSeeWhatRunsAfterTheLastUser() {
        assertThat(DockerfileRules.offences(Dockerfile.parse(GOOD + "RUN true\n"), path -> true))
                .containsExactly("line 6: RUN comes after the last USER");
    }

    @Test
    void shouldSeeThatRootRuns() {
        assertThat(DockerfileRules.offences(Dockerfile.parse(GOOD.replace("USER 10001\n", "")), path -> true))
                .singleElement()
                .asString()
                .contains("USER is missing");
    }

    @Test
    void shouldHaveAStageForEachEngineAndTheCpuByDefault() {
        assertThat(ours.global()).extracting(Instruction::arguments).containsExactly("ENGINE=cpu");
        assertThat(ours.stages())
                .extracting(Stage::name)
                .contains("runtime-cpu", "runtime-tensorrt", "runtime-onnxruntime-tensorrt");
        assertThat(ours.last().from()).isEqualTo("runtime-${ENGINE}");
    }

    @Test
    void shouldWriteOnlyToVolumes() {
        Instruction environment = ours.last().all("ENV").getFirst();

        assertThat(environment.words())
                .filteredOn(
                        word -> word.matches("(HOME|DJL_CACHE_DIR|PERCEPT_ENGINE_CACHE|PERCEPT_BROKER_DIRECTORY)=.*"))
                .hasSize(4)
                .allMatch(word -> word.split("=")[1].startsWith("/var/lib/percept"));
        assertThat(volumes()).containsExactly("/tmp", "/var/lib/percept");
    }

    @Test
    void shouldSendTheBuilderNothingButWhatIsCopied() {
        List<String> copied = ours.stages().stream()
                .flatMap(stage -> stage.all("COPY").stream())
                .filter(copy -> copy.flag("from").isEmpty())
                .flatMap(copy -> copy.words().subList(0, copy.words().size() - 1).stream())
                .map(source -> source.replaceFirst("/$", ""))
                .distinct()
                .toList();

        assertThat(context.lines().getFirst()).isEqualTo("*");
        assertThat(context.lines()).filteredOn(line -> line.startsWith("!")).allMatch(line -> copied.stream()
                .anyMatch(source -> (source + "/").startsWith(line.substring(1) + "/")));
        assertThat(context.holds("src/main/java/io/percept/cli/evaluation")).isTrue();
        assertThat(context.holds("model-worker/models/percept-tiny/evaluation")).isFalse();
    }

    private List<String> volumes() {
        return List.of(ours.last()
                .all("VOLUME")
                .getFirst()
                .arguments()
                .replaceAll("[\\[\\]\" ]", "")
                .split(","));
    }
}

package io.percept.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.vision.ImagePreprocessor;
import io.percept.vision.ImageSpec;
import io.percept.vision.PreparedImage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchTest {

    private static final byte[] PICTURE = PictureComposer.jpeg(64, 48, 7);

    private final ImagePreprocessor preprocessor = new ImagePreprocessor(
            new ImageSpec(32, new float[] {0.5f, 0.5f, 0.5f}, new float[] {0.25f, 0.25f, 0.25f}, "bicubic"));

    @Test
    void shouldComposeTheSamePictureFromTheSameSeed() {
        assertThat(PictureComposer.jpeg(64, 48, 7)).isEqualTo(PICTURE);
        assertThat(PictureComposer.jpeg(64, 48, 8)).isNotEqualTo(PICTURE);
    }

    @Test
    void shouldChangeTheDigestAndNoPixelByAStamp() {
        PreparedImage plain = preprocessor.prepare(PICTURE);
        PreparedImage stamped = preprocessor.prepare(JpegStamp.stamped(PICTURE, 5));

        assertThat(stamped.rgb()).isEqualTo(plain.rgb());
        assertThat(stamped.digest()).isNotEqualTo(plain.digest());
    }

    @Test
    void shouldHaveNoImageTwiceInAMixWithoutRepeats() {
        Workload workload = workload(Mix.PHOTOS);

        assertThat(digests(workload.next(50), workload.next(50))).hasSize(100);
    }

    @Test
    void shouldRepeatAFifthOfTheImagesInTheMixThatDoes() {
        assertThat(digests(workload(Mix.DUPLICATES).next(100))).hasSize(80);
    }

    @Test
    void shouldFindTheNumberOfAnEventByItsId() {
        Batch batch = workload(Mix.PHOTOS).next(10);

        assertThat(IntStream.range(0, 10).map(event -> batch.numberOf(batch.id(event))))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    private Set<String> digests(Batch... batches) {
        Set<String> digests = new HashSet<>();
        for (Batch batch : batches) {
            for (int event = 0; event < batch.count(); event++) {
                digests.add(preprocessor.prepare(batch.image(event)).digest().hex());
            }
        }
        return digests;
    }

    private static Workload workload(Mix mix) {
        return new Workload(mix, TaskSet.CAPTION, List.of(PICTURE, PictureComposer.jpeg(64, 48, 9)));
    }
}

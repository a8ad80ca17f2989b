package io.percept.intake.collect;

import io.percept.resolve.corpus.CorpusRules;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * {@code percept.collect.*}: interleaved documents for a corpus, made of the events topic beside enrichment or, with {@code
 * percept.intake.enabled=false}, instead of it.
 *
 * @param enabled whether documents are collected. Default false
 * @param group the consumer group, another than that of enrichment, or the start is refused. Default {@code percept-collect}
 * @param topic where documents are published, in {@code percept.publish.encoding}; none of {@code percept.topics}, or the start is
 *     refused; empty: nowhere. Default {@code image-documents}
 * @param directory where files are written. Default none: no files
 * @param formats of the files: {@code jsonl}, {@code parquet}. Default both
 * @param embedImages whether documents hold the bytes also of images that have an address; such documents are large. Default
 *     false
 * @param rollDocuments documents of a file; offsets are committed when files are whole, so this and the interval bound what a
 *     crash repeats. Default 10000
 * @param rollInterval time after which files are whole even with fewer documents; the first time after 10 s at most, so that a loop soon
 *     shows whether it does its work. Default 1 min
 * @param maxInFlightBytes of documents that the broker has not acknowledged; while there are more, no more events are taken. One
 *     poll may exceed it. Default 64 MB
 * @param maxImagesPerPage the first so many images of a web page are kept. Default 5
 * @param page which documents and images are kept
 */
@Validated
@ConfigurationProperties("percept.collect")
public record CollectProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("percept-collect") @NotNull String group,
        @DefaultValue("image-documents") @NotNull String topic,
        Path directory,
        @DefaultValue({"jsonl", "parquet"}) @NotNull Set<Format> formats,
        @DefaultValue("false") boolean embedImages,
        @DefaultValue("10000") @Min(1) int rollDocuments,
        @DefaultValue("1m") @NotNull @DurationMin(millis = 1) Duration rollInterval,
        @DefaultValue("64MB") @NotNull DataSize maxInFlightBytes,
        @DefaultValue("5") @Min(0) int maxImagesPerPage,
        @Valid @DefaultValue Page page) {

    /** How documents are written to files. */
    public enum Format {
        JSONL,
        PARQUET
    }

    /**
     * {@code percept.collect.page.*}: the rules by which the interleaved corpora of the literature are kept clean.
     *
     * @param keepSingleImage share of the pages with one image that is kept, the same ones at every try. Default 0.5
     * @param languages of the documents that are kept, as ISO 639-1 codes; empty: all. Default {@code en}
     * @param minSide pixels that each side of an image must have. Default 64
     * @param oneColour whether images of one colour are kept. Default false
     * @param gibberish whether texts that are no language are kept. Default false
     */
    public record Page(
            @DecimalMin("0") @DecimalMax("1") @DefaultValue("0.5") double keepSingleImage,
            @DefaultValue("en") Set<String> languages,
            @Min(1) @DefaultValue("64") int minSide,
            @DefaultValue("false") boolean oneColour,
            @DefaultValue("false") boolean gibberish) {

        public CorpusRules rules() {
            return new CorpusRules(keepSingleImage, languages, minSide, !oneColour, !gibberish);
        }
    }

    @AssertTrue(
            message =
                    "percept.collect.max-in-flight-bytes must be more than nothing, or no event would ever be taken: give a size such as 64MB")
    boolean isRoomForDocuments() {
        return maxInFlightBytes == null || maxInFlightBytes.toBytes() > 0;
    }

    Optional<Path> files() {
        return Optional.ofNullable(directory);
    }
}

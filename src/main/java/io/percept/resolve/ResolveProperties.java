package io.percept.resolve;

import io.percept.resolve.corpus.CorpusRules;
import io.percept.resolve.fetch.BreakerLimits;
import io.percept.resolve.fetch.FetchLimits;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * {@code percept.resolve.*}: how events become documents.
 *
 * @param maxImages in one document; an event with more is refused with TOO_LONG. Default 16
 * @param maxImagesPerPage the first so many images of a web page are kept. Default 5
 * @param preferredWidth pixels across that are enough where a page offers an image in several sizes. Default 640
 * @param page which documents and images are let through
 * @param fetch how images are fetched by address
 */
@Validated
@ConfigurationProperties("percept.resolve")
public record ResolveProperties(
        @Min(1) @DefaultValue("16") int maxImages,
        @Min(0) @DefaultValue("5") int maxImagesPerPage,
        @Min(1) @DefaultValue("640") int preferredWidth,
        @Valid @DefaultValue Page page,
        @Valid @DefaultValue Fetch fetch) {

    /** Every value at its default, for use without Spring's environment. */
    public static ResolveProperties defaults() {
        return new Binder(new MapConfigurationPropertySource())
                .bindOrCreate("percept.resolve", ResolveProperties.class);
    }

    /**
     * {@code percept.resolve.page.*}: the rules that a corpus is collected by, for those who want them for enrichment as
     * well. All are off by default. A document that they keep out ends as a dead letter, FILTERED.
     *
     * @param keepSingleImage share of the pages with one image that is kept, the same ones at every try. Default 1: all
     * @param languages of the documents that are kept, as ISO 639-1 codes; one that cannot be told from a text is refused at the
     *     start. The detector is loaded by the first document, which takes a second and 16 MB of heap. Default none: all
     * @param minSide pixels that each side of an image must have. Default 1: all
     * @param oneColour whether images of one colour are kept. Default true
     * @param gibberish whether texts that are no language are kept. Default true
     */
    public record Page(
            @DecimalMin("0") @DecimalMax("1") @DefaultValue("1") double keepSingleImage,
            @DefaultValue Set<String> languages,
            @Min(1) @DefaultValue("1") int minSide,
            @DefaultValue("true") boolean oneColour,
            @DefaultValue("true") boolean gibberish) {

        public CorpusRules rules() {
            return new CorpusRules(keepSingleImage, languages, minSide, !oneColour, !gibberish);
        }
    }

    /**
     * {@code percept.resolve.fetch.*}.
     *
     * @param connectTimeout for one connection. Default 3 s
     * @param deadline for the whole fetch, redirects and all waiting included, once there is room for the image
     *     ({@code percept.vision.queue}), which the time limit of its event bounds. Default 10 s
     * @param maxBytes of the body. Default 20 MB
     * @param maxRedirects that are followed, each checked like the first address. Default 3
     * @param ports that may be asked of every host. Default 80 and 443
     * @param allow hosts that may be asked even where they are private: {@code host} or {@code *.domain}; with {@code :port} behind
     *     it for that port alone, which need not be one of {@code ports}. It lets no other scheme, user name or form of an IPv4
     *     address through. Whoever can write their DNS records decides what is reached. Default none
     * @param deny hosts that are never asked, in the same form; goes before {@code allow}. Default none
     * @param perHost fetches at once from one host. Default 4
     * @param total fetches at once. Default 32; times maxBytes, this bounds the memory of fetching
     * @param ratePerHost fetches a second from one host, of which one second's may come at once; more wait for their turn, and
     *     fail in passing where it does not come before the deadline. Default 100; 0: as many as there are
     * @param breaker when a host that keeps failing is left alone
     * @param cache bytes of fetched images that are kept in memory, as far as their hosts allow and for an hour at most, so that an
     *     image that many events name is fetched once. Default 32 MB; 0: none
     */
    public record Fetch(
            @NotNull @DurationMin(millis = 1) @DefaultValue("3s") Duration connectTimeout,
            @NotNull @DurationMin(millis = 1) @DefaultValue("10s") Duration deadline,
            @NotNull @DefaultValue("20MB") DataSize maxBytes,
            @Min(0) @DefaultValue("3") int maxRedirects,
            @NotNull @DefaultValue({"80", "443"}) Set<Integer> ports,
            @DefaultValue List<String> allow,
            @DefaultValue List<String> deny,
            @Min(1) @DefaultValue("4") int perHost,
            @Min(1) @DefaultValue("32") int total,
            @DecimalMin("0") @DecimalMax("1000000") @DefaultValue("100") double ratePerHost,
            @Valid @DefaultValue Breaker breaker,
            @NotNull @DefaultValue("32MB") DataSize cache) {

        public FetchLimits limits() {
            return new FetchLimits(
                    connectTimeout,
                    deadline,
                    maxBytes.toBytes(),
                    maxRedirects,
                    ports,
                    allow,
                    deny,
                    perHost,
                    total,
                    ratePerHost,
                    breaker.limits(),
                    cache.toBytes());
        }
    }

    /**
     * {@code percept.resolve.fetch.breaker.*}: hosts that keep failing (name not resolved, no connection, no answer in time, 5xx,
     * 429) are left alone for a while; their fetches fail at once, in passing. Answers such as 404 are not failures of the host.
     *
     * @param window latest fetches of a host that are looked at, and the fewest that it takes. Default 10; 0: no host is ever left
     *     alone
     * @param failures share of them, above 0 and up to 1, that must have failed. Default 0.5
     * @param openFor how long the host is left alone; then one fetch tries it again. Default 30 s
     */
    public record Breaker(
            @Min(0) @DefaultValue("10") int window,
            @DecimalMin(value = "0", inclusive = false) @DecimalMax("1") @DefaultValue("0.5") double failures,
            @NotNull @DefaultValue("30s") Duration openFor) {

        BreakerLimits limits() {
            return new BreakerLimits(window, failures, openFor);
        }
    }
}

package io.percept.intake.enrichment;

import io.percept.prompt.TokenLimits;
import io.percept.worker.RestartOptions;
import io.percept.worker.WorkerOptions;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The model worker's sizes; see {@link WorkerOptions} for what each means.
 *
 * @param encoderBatch most images per encoder call; on a CPU 4 at most, since larger calls encode no more images a second there.
 *     Default 16
 * @param encoderDelay longest that an image waits for company, while the decoder is busy and images come so fast that there will be
 *     some. Default 5 ms
 * @param rows most sequences that generate at the same time; engines that share a machine share them, but each may have 32 of them.
 *     Default 32
 * @param prefillRows most new sequences per decoder call. Default 16
 * @param prefillTokens most new tokens between two steps. Default 1536
 * @param embeddingCache memory for embeddings of images that come again. Default 64 MB
 * @param prefixCache memory for keys and values of documents that come again, half of it
 *     for those that are one image and few words. Default 192 MB
 * @param exampleCache memory for keys and values of worked examples that come before many documents. Default 32 MB
 * @param waitingPlans most plans in the worker; further ones are refused. Default 8192
 * @param callTimeout how long a call of the engine may take. An engine that takes longer is taken for hung, and replaced; so it
 *     must be well above the longest call of the bundle on this hardware. Default 30 s
 * @param restarts most fresh engines within the restart window; where more would be needed, liveness fails. Default 3
 * @param restartWindow in which restarts are counted. Default 10 min
 * @param maxTokens most tokens that a task generates unless it says otherwise
 */
@Validated
@ConfigurationProperties("percept.worker")
public record WorkerProperties(
        @DefaultValue("16") @Min(1) int encoderBatch,
        @DefaultValue("5ms") @NotNull Duration encoderDelay,
        @DefaultValue("32") @Min(1) int rows,
        @DefaultValue("16") @Min(1) int prefillRows,
        @DefaultValue("1536") @Min(1) int prefillTokens,
        @DefaultValue("64MB") @NotNull DataSize embeddingCache,
        @DefaultValue("192MB") @NotNull DataSize prefixCache,
        @DefaultValue("32MB") @NotNull DataSize exampleCache,
        @DefaultValue("8192") @Min(1) int waitingPlans,
        @DefaultValue("30s") @NotNull @DurationMin(millis = 10) Duration callTimeout,
        @DefaultValue("3") @Min(0) int restarts,
        @DefaultValue("10m") @NotNull @DurationMin(seconds = 1) Duration restartWindow,
        @DefaultValue @Valid MaxTokens maxTokens) {

    /**
     * @param caption captions and names of boxes. Default 48
     * @param describe descriptions and rationales. Default 128
     * @param ground boxes and grounded captions. Default 96
     * @param answer answers. Default 48
     */
    public record MaxTokens(
            @DefaultValue("48") @Min(1) int caption,
            @DefaultValue("128") @Min(1) int describe,
            @DefaultValue("96") @Min(1) int ground,
            @DefaultValue("48") @Min(1) int answer) {}

    WorkerOptions options() {
        return new WorkerOptions(
                encoderBatch,
                encoderDelay,
                rows,
                prefillRows,
                prefillTokens,
                embeddingCache.toBytes(),
                prefixCache.toBytes(),
                exampleCache.toBytes(),
                waitingPlans);
    }

    RestartOptions restartOptions() {
        return new RestartOptions(callTimeout, restarts, restartWindow);
    }

    TokenLimits limits() {
        return new TokenLimits(maxTokens.caption(), maxTokens.describe(), maxTokens.ground(), maxTokens.answer());
    }
}

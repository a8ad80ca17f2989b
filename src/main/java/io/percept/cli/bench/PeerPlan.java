package io.percept.cli.bench;

import io.percept.engine.Bundle;
import io.percept.prompt.GenerationPlan;
import io.percept.prompt.ScoringPlan;
import io.percept.prompt.TokenPlan;
import io.percept.prompt.TokenSequence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a consumer in another language must know to do the same: the bundle's sizes, and the prompts as tokens. */
final class PeerPlan {

    private PeerPlan() {}

    /** To be written as JSON. */
    static Map<String, Object> of(Bundle bundle, Reference reference) {
        List<TokenPlan> plans = reference.pictures().getFirst().plans();
        TokenSequence prefix = plans.getFirst().prefix();
        Map<String, Object> plan = new LinkedHashMap<>();
        plan.put("imageSize", bundle.image().size());
        plan.put("mean", bundle.image().mean());
        plan.put("std", bundle.image().std());
        plan.put("width", bundle.decoder().width());
        plan.put("layers", bundle.decoder().layers());
        plan.put("heads", bundle.decoder().heads());
        plan.put("headWidth", bundle.decoder().headWidth());
        plan.put("positionOffset", bundle.decoder().positionOffset());
        plan.put("capacities", bundle.cacheCapacities());
        plan.put("eos", bundle.specialTokens().eos());
        plan.put("prefix", Map.of("ids", prefix.ids(), "imageRows", prefix.imageRows()));
        plan.put("prompts", plans.stream().map(PeerPlan::prompt).toList());
        return plan;
    }

    private static Map<String, Object> prompt(TokenPlan plan) {
        int[] ids = plan.prompt().ids();
        return switch (plan) {
            case GenerationPlan generation -> Map.of("ids", ids, "limit", generation.maxTokens());
            case ScoringPlan scoring -> Map.of(
                    "ids",
                    ids,
                    "candidates",
                    scoring.candidates().stream().map(each -> each[0]).toList());
        };
    }
}

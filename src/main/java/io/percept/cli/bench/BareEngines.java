package io.percept.cli.bench;

import io.percept.engine.Bundle;
import io.percept.engine.EngineOptions;
import io.percept.engine.OnnxEngine;
import java.util.List;

/**
 * Engines for the bare contender, on the threads that every contender has.
 *
 * @param alone one engine with all threads
 * @param beside engines of one thread each; none where there is one thread
 */
record BareEngines(OnnxEngine alone, List<OnnxEngine> beside) implements AutoCloseable {

    static BareEngines open(Bundle bundle, int threads) {
        OnnxEngine alone = OnnxEngine.open(bundle, new EngineOptions(threads, false));
        List<OnnxEngine> beside =
                threads == 1 ? List.of() : OnnxEngine.open(bundle, new EngineOptions(1, false), threads);
        return new BareEngines(alone, beside);
    }

    /** How many may work beside each other. */
    List<Integer> counts() {
        return beside.isEmpty() ? List.of(1) : List.of(1, beside.size());
    }

    List<OnnxEngine> of(BareSizes sizes) {
        return sizes.engines() == 1 ? List.of(alone) : beside;
    }

    @Override
    public void close() {
        alone.close();
        beside.forEach(OnnxEngine::close);
    }
}

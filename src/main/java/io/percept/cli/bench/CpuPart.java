package io.percept.cli.bench;

/** What the time of the cores goes to. */
enum CpuPart {
    ENCODERS("encoders"),
    DECODERS("decoders"),
    PIXELS("pixels"),
    PLANS("plans and results"),
    KAFKA("Kafka, both sides"),
    /** Of the virtual machine: collections and compilers. Of the bench: making events, reading results. And an engine's own threads. */
    OTHERS("all else");

    private final String title;

    CpuPart(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** @param thread its name; virtual threads, of which those that end events are the most, run on a {@code ForkJoinPool}'s */
    static CpuPart of(String thread) {
        if (thread.equals("percept-encoder")) {
            return ENCODERS;
        }
        if (thread.equals("percept-decoder")) {
            return DECODERS;
        }
        if (thread.startsWith("image-decode")) {
            return PIXELS;
        }
        if (thread.startsWith("percept-plan") || thread.startsWith("ForkJoinPool")) {
            return PLANS;
        }
        if (thread.startsWith("percept-") || thread.contains("kafka") || thread.contains("coordinator")) {
            return KAFKA;
        }
        return OTHERS;
    }
}

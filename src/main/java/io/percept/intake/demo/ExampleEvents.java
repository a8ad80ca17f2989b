package io.percept.intake.demo;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The example events of {@code schemas/examples}, as they lie in the jar: one ImageEvent in JSON per file. */
public final class ExampleEvents {

    private ExampleEvents() {}

    /**
     * @param name the file's name without its ending
     * @param json the event
     */
    public record ExampleEvent(String name, byte[] json) {}

    /** @return by name */
    public static List<ExampleEvent> read() throws IOException {
        Resource[] files = new PathMatchingResourcePatternResolver().getResources("classpath:/examples/*.json");
        Arrays.sort(files, Comparator.comparing(Resource::getFilename));
        ExampleEvent[] events = new ExampleEvent[files.length];
        for (int i = 0; i < files.length; i++) {
            String name = files[i].getFilename().replaceFirst("\\.json$", "");
            events[i] = new ExampleEvent(name, files[i].getContentAsByteArray());
        }
        return List.of(events);
    }
}

package io.percept.deploy.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a builder is sent of the repository: the lines of .dockerignore, which begins by leaving everything out. */
final class BuildContext {

    private final List<String> lines;

    private BuildContext(List<String> lines) {
        this.lines = lines;
    }

    static BuildContext read() throws IOException {
        return new BuildContext(Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList());
    }

    List<String> lines() {
        return lines;
    }

    /** Whether a path of the repository exists and is sent. */
    boolean holds(String path) {
        String plain = path.replaceFirst("/$", "");
        boolean sent = true;
        for (String line : lines) {
            boolean lets = line.startsWith("!");
            String pattern = lets ? line.substring(1) : line;
            if (pattern.equals("*") || plain.equals(pattern) || plain.startsWith(pattern + "/")) {
                sent = lets;
            }
        }
        return sent && Files.exists(Path.of(plain));
    }
}

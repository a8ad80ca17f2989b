package io.percept.deploy.image;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An instruction of a Dockerfile, its continuation lines joined.
 *
 * @param line where it begins, from 1
 * @param keyword as written
 * @param flags such as {@code --from=build}
 * @param arguments the rest
 */
record Instruction(int line, String keyword, List<String> flags, String arguments) {

    static Instruction parse(int line, String text) {
        String[] words = text.strip().split("\\s+", 2);
        String rest = words.length == 1 ? "" : words[1].strip();
        List<String> flags = new java.util.ArrayList<>();
        while (rest.startsWith("--")) {
            String[] flag = rest.split("\\s+", 2);
            flags.add(flag[0]);
            rest = flag.length == 1 ? "" : flag[1];
        }
        return new Instruction(line, words[0], List.copyOf(flags), rest);
    }

    boolean is(String name) {
        return keyword.equalsIgnoreCase(name);
    }

    Optional<String> flag(String name) {
        String start = "--" + name + "=";
        return flags.stream()
                .filter(flag -> flag.startsWith(start))
                .map(flag -> flag.substring(start.length()))
                .findFirst();
    }

    List<String> words() {
        return arguments.isBlank() ? List.of() : Arrays.asList(arguments.split("\\s+"));
    }

    /** The names of an ARG or of the variables of an ENV. */
    List<String> declared() {
        return words().stream()
                .filter(word -> is("ARG") || word.contains("="))
                .map(word -> word.split("=", 2)[0])
                .toList();
    }
}

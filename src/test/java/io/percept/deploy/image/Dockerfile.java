package io.percept.deploy.image;

import java.util.ArrayList;
import java.util.List;

/**
 * A Dockerfile, read as far as ours goes: comments, continuation lines, flags; no here-documents.
 *
 * @param global what stands before the first FROM
 * @param stages in order
 */
record Dockerfile(List<Instruction> global, List<Stage> stages) {

    /**
     * @param from the image or stage that it begins with
     * @param name after AS; empty where it has none
     * @param instructions FROM included
     */
    record Stage(String from, String name, List<Instruction> instructions) {

        List<Instruction> all(String keyword) {
            return instructions.stream()
                    .filter(instruction -> instruction.is(keyword))
                    .toList();
        }
    }

    static Dockerfile parse(String text) {
        List<Instruction> global = new ArrayList<>();
        List<Stage> stages = new ArrayList<>();
        for (Instruction instruction : instructions(text)) {
            if (instruction.is("FROM")) {
                List<String> words = instruction.words();
                String name = words.size() == 3 ? words.get(2) : "";
                stages.add(new Stage(words.getFirst(), name, new ArrayList<>(List.of(instruction))));
            } else if (stages.isEmpty()) {
                global.add(instruction);
            } else {
                stages.getLast().instructions().add(instruction);
            }
        }
        return new Dockerfile(global, stages);
    }

    Stage last() {
        return stages.getLast();
    }

    List<Instruction> all() {
        List<Instruction> all = new ArrayList<>(global);
        stages.forEach(stage -> all.addAll(stage.instructions()));
        return all;
    }

    private static List<Instruction> instructions(String text) {
        List<Instruction> instructions = new ArrayList<>();
        StringBuilder pending = new StringBuilder();
        int begin = 0;
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            if (pending.isEmpty()) {
                begin = number;
            }
            boolean goesOn = line.endsWith("\\");
            pending.append(goesOn ? line.substring(0, line.length() - 1) : line).append(' ');
            if (!goesOn) {
                instructions.add(Instruction.parse(begin, pending.toString()));
                pending.setLength(0);
            }
        }
        return instructions;
    }
}

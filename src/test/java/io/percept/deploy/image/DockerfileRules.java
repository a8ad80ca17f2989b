package io.percept.deploy.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.percept.deploy.image.Dockerfile.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What we ask of a Dockerfile; much of it is what hadolint asks. An offence is a line number and a sentence. */
final class DockerfileRules {

    private static final Set<String> KNOWN = Set.of(
            "FROM",
            "ARG",
            "ENV",
            "RUN",
            "COPY",
            "WORKDIR",
            "USER",
            "VOLUME",
            "EXPOSE",
            "LABEL",
            "HEALTHCHECK",
            "ENTRYPOINT",
            "CMD",
            "SHELL",
            "STOPSIGNAL");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Z][A-Z0-9_]*)(:-[^}]*)?}?");
    private static final Pattern SECRET = Pattern.compile("(?i).*(password|secret|token|api_?key|credential).*");
    private static final Pattern NUMERIC_USER = Pattern.compile("[1-9][0-9]*(:[0-9]+)?");

    private final Dockerfile file;
    private final Predicate<String> inContext;
    private final List<String> offences = new ArrayList<>();

    private DockerfileRules(Dockerfile file, Predicate<String> inContext) {
        this.file = file;
        this.inContext = inContext;
    }

    /** @param inContext whether a path is there to be copied from the build's context */
    static List<String> offences(Dockerfile file, Predicate<String> inContext) {
        DockerfileRules rules = new DockerfileRules(file, inContext);
        rules.check();
        return List.copyOf(rules.offences);
    }

    private void check() {
        file.all().forEach(this::known);
        Set<String> global = new HashSet<>();
        file.global().forEach(instruction -> global.addAll(instruction.declared()));
        Set<String> earlier = new HashSet<>();
        for (Stage stage : file.stages()) {
            base(stage, earlier, global);
            stage.all("RUN").forEach(this::run);
            stage.all("COPY").forEach(copy -> copy(copy, earlier));
            stage.all("WORKDIR").forEach(this::workdir);
            variables(stage);
            earlier.add(stage.name());
        }
        file.all().forEach(this::form);
        user(file.last());
    }

    private void known(Instruction instruction) {
        if (!KNOWN.contains(instruction.keyword())) {
            offend(instruction, "is not an instruction that we use, or not in capitals");
        }
        if ((instruction.is("ENV") || instruction.is("ARG"))
                && instruction.declared().stream().anyMatch(SECRET.asMatchPredicate())) {
            offend(instruction, "keeps a secret in the image");
        }
    }

    private void base(Stage stage, Set<String> earlier, Set<String> global) {
        Instruction from = stage.instructions().getFirst();
        Matcher variable = VARIABLE.matcher(stage.from());
        if (variable.find()) {
            if (!global.contains(variable.group(1))) {
                offend(from, "uses " + variable.group(1) + ", which no ARG before the first FROM declares");
            }
            String start = stage.from().substring(0, variable.start());
            if (start.isEmpty() || earlier.stream().noneMatch(name -> name.startsWith(start))) {
                offend(from, "does not lead to a stage of this file");
            }
        } else if (!earlier.contains(stage.from()) && !pinned(stage.from())) {
            offend(from, "is not pinned to a version");
        }
    }

    private static boolean pinned(String image) {
        String tag = image.substring(image.lastIndexOf('/') + 1);
        return image.contains("@sha256:") || tag.matches("[^:]+:.*[0-9]+\\.[0-9]+.*") && !tag.endsWith(":latest");
    }

    private void run(Instruction run) {
        String command = run.arguments();
        if (command.contains("apt-get install")) {
            require(run, command.contains("--no-install-recommends"), "installs what is only recommended");
            require(run, command.matches(".*(--yes|-y)\\b.*"), "asks a question that nobody answers: --yes");
            require(run, command.contains("apt-get update"), "installs from a list of another layer");
            require(run, command.contains("rm -rf /var/lib/apt/lists/"), "leaves apt's lists in the layer");
            String packages = command.replaceAll(".*apt-get install|&&.*", "");
            for (String word : packages.strip().split("\\s+")) {
                require(run, word.startsWith("-") || word.contains("="), "does not pin " + word);
            }
        }
        require(run, !command.matches(".*\\bsudo\\b.*"), "needs no sudo");
        require(run, !command.matches(".*\\b(chmod|install).*\\b777\\b.*"), "opens files to everybody");
        require(run, !command.matches(".*\\b(curl|wget)\\b[^|]*\\|\\s*(ba)?sh\\b.*"), "runs what it downloads");
        require(run, !command.contains("apt-get upgrade"), "upgrades: raise the base image instead");
    }

    private void copy(Instruction copy, Set<String> earlier) {
        List<String> words = copy.words();
        String target = words.getLast();
        List<String> sources = words.subList(0, words.size() - 1);
        require(copy, sources.size() == 1 || target.endsWith("/"), "copies several to what is no directory");
        if (copy.flag("from").isPresent()) {
            String from = copy.flag("from").get();
            require(
                    copy,
                    earlier.contains(from) || pinned(from),
                    "copies from " + from + ", which is no stage before it");
        } else {
            for (String source : sources) {
                require(copy, inContext.test(source), "copies " + source + ", which is not in the context");
            }
        }
    }

    private void workdir(Instruction workdir) {
        require(workdir, workdir.arguments().startsWith("/"), "is not absolute");
    }

    private void variables(Stage stage) {
        Set<String> declared = new HashSet<>(Set.of("PATH"));
        for (Instruction instruction : stage.instructions()) {
            // A HEALTHCHECK's or ENTRYPOINT's variables are read when it runs.
            boolean atBuild =
                    !instruction.is("FROM") && !instruction.is("HEALTHCHECK") && !instruction.is("ENTRYPOINT");
            Matcher variable = VARIABLE.matcher(instruction.arguments());
            while (atBuild && variable.find()) {
                require(
                        instruction,
                        declared.contains(variable.group(1)),
                        "uses " + variable.group(1) + " before an ARG or ENV of its stage declares it");
            }
            if (instruction.is("ARG") || instruction.is("ENV")) {
                declared.addAll(instruction.declared());
            }
        }
    }

    private void form(Instruction instruction) {
        String command = instruction.arguments();
        if (instruction.is("HEALTHCHECK") && !command.equals("NONE")) {
            command = command.replaceFirst("^CMD\\s+", "");
        } else if (!instruction.is("ENTRYPOINT") && !instruction.is("CMD") && !instruction.is("VOLUME")) {
            return;
        }
        try {
            require(instruction, new ObjectMapper().readTree(command).isArray(), "is not in JSON form");
        } catch (JsonProcessingException e) {
            offend(instruction, "is not in JSON form");
        }
    }

    private void user(Stage last) {
        List<Instruction> users = last.all("USER");
        if (users.isEmpty()) {
            offend(last.instructions().getLast(), "ends a file that runs as root: USER is missing");
            return;
        }
        Instruction user = users.getLast();
        require(user, NUMERIC_USER.matcher(user.arguments()).matches(), "is no number above 0");
        boolean after = false;
        for (Instruction instruction : last.instructions()) {
            require(
                    instruction,
                    !after || instruction.is("ENTRYPOINT") || instruction.is("CMD"),
                    "comes after the last USER");
            after |= instruction == user;
        }
        require(user, last.all("ENTRYPOINT").size() == 1, "is followed by no ENTRYPOINT, or by several");
    }

    private void require(Instruction instruction, boolean holds, String offence) {
        if (!holds) {
            offend(instruction, offence);
        }
    }

    private void offend(Instruction instruction, String offence) {
        offences.add("line %d: %s %s".formatted(instruction.line(), instruction.keyword(), offence));
    }
}

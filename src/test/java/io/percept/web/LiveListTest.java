package io.percept.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The page's live list in Node.js, before stand-ins for the page and the stream; skipped where there is no Node.js. */
class LiveListTest {

    private static final Path SCRIPT = Path.of("src/main/resources/static/console/stream.js");
    private static final String IMPORT = "import { followEvents } from './events.js';";
    private static final String STAGE =
            """
            let give;
            const followEvents = (path, { take }) => { give = take; };
            const document = { createElement: () => ({ append(...parts) { this.parts = parts; }, remove() {} }) };
            const list = { children: [], replaceChildren() {}, prepend(item) { this.children.unshift(item); } };
            const pause = { addEventListener() {} };
            """;

    @Test
    void shouldShowTheResultOfAnEventThatIsSentAgain() throws Exception {
        assertThat(entriesOf(result("a", "10:00:00"), result("a", "10:00:05"))).isEqualTo("2");
    }

    @Test
    void shouldShowOnceWhatANewConnectionRepeats() throws Exception {
        assertThat(entriesOf(result("a", "10:00:00"), result("b", "10:00:00"), result("a", "10:00:00")))
                .isEqualTo("2");
    }

    @Test
    void shouldShowTheStrictestOfSeveralDecisionsAndWhy() throws Exception {
        String decisions =
                """
                {"id":"a","outcomes":[{"moderation":{"action":"ALLOW"}},
                {"moderation":{"action":"REVIEW","reason":"Not all was looked at.","unseen":["broken: https://a.example/b.png"]}}]}
                """
                        .replace("\n", "");

        assertThat(shown("list.children[0].parts[3].textContent + ': ' + list.children[0].parts[3].title", decisions))
                .isEqualTo("review: Not all was looked at.\nbroken: https://a.example/b.png");
    }

    private static String result(String id, String time) {
        return "{\"id\":\"%s\",\"time\":\"2026-01-01T%sZ\"}".formatted(id, time);
    }

    private static String entriesOf(String... results) throws Exception {
        return shown("list.children.length", results);
    }

    /** What an expression is worth after these results, or what Node.js has to say against the script. */
    private static String shown(String expression, String... results) throws Exception {
        StringBuilder script = new StringBuilder(STAGE)
                .append(Files.readString(SCRIPT).replace(IMPORT, ""))
                .append("follow(list, {}, pause);\n");
        for (String result : results) {
            script.append("give({ name: 'result', data: '").append(result).append("' });\n");
        }
        script.append("console.log(").append(expression).append(");\n");
        Process node = node(script.toString());
        String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        node.waitFor();
        return said.strip();
    }

    private static Process node(String script) {
        try {
            return new ProcessBuilder("node", "--input-type=module", "--eval", script)
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            return Assumptions.abort("Node.js does not start here: " + e.getMessage());
        }
    }
}

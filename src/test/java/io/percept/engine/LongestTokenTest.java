package io.percept.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LongestTokenTest {

    private static final String WORDS =
            """
            {"added_tokens": [{"content": "<unk>", "lstrip": false, "rstrip": false}],
             "normalizer": null,
             "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
               {"type": "Metaspace"}, {"type": "Split", "behavior": "Isolated"}]},
             "model": {"type": "BPE", "unk_token": "<unk>", "fuse_unk": false, "vocab": {"a": 0, "elephants": 1}}}
            """;

    @Test
    void shouldBeTheLongestOfAllWords() {
        assertThat(of(WORDS)).isEqualTo("elephants".length());
    }

    @Test
    void shouldBeThatOfTheSpecialTokensWhereTheseAreLonger() throws IOException {
        String file = Files.readString(TestBundle.bundle().file(Bundle.TOKENIZER));

        assertThat(of(file)).isEqualTo("</delimiter_of_multi_objects/>".length());
    }

    /** What drops characters, or takes many that are unknown for one token. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        "normalizer": null    | "normalizer": {"type": "Strip"}
        "BPE"                 | "Unigram"
        "BPE"                 | "WordPiece"
        "fuse_unk": false     | "fuse_unk": true
        "unk_token": "<unk>"  | "unk_token": null
        "rstrip": false       | "rstrip": true
        "Isolated"            | "Removed"
        "Metaspace"           | "Whitespace"
        """)
    void shouldNotBeCertainWhereATokenMayStandForMore(String part, String other) {
        assertThat(of(WORDS.replace(part, other))).isEqualTo(LongestToken.UNKNOWN);
    }

    private static int of(String json) {
        return LongestToken.of((JsonObject) JsonParser.parseString(json));
    }
}

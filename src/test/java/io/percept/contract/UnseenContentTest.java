package io.percept.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.SkippedImage.Reason;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class UnseenContentTest {

    @Test
    void shouldSayHowMuchOfTheTextCannotBeReadBeforeItNamesImages() {
        DocumentRecord record = DocumentRecord.NONE.withSkipped(List.of(new SkippedImage(Reason.SVG, "/plan.svg", "")));

        assertThat(UnseenContent.of(record, OptionalInt.of(83)))
                .containsExactly("unreadable-text: 83 %", "svg: /plan.svg");
    }

    @Test
    void shouldSayNothingWhereAllWasLookedAt() {
        assertThat(UnseenContent.of(DocumentRecord.NONE, OptionalInt.empty())).isEmpty();
    }
}

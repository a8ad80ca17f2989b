package io.percept.resolve.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinguaLanguagesTest {

    private static final LinguaLanguages LANGUAGES = new LinguaLanguages();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "For nine years the harbour had no light, and boats found their way by luck. | en",
                "Neun Jahre lang hatte der Hafen kein Licht, und die Boote fanden ihren Weg mit Glück. | de",
                "Pendant neuf ans, le port n'a pas eu de lumière et les bateaux passaient par chance. | fr",
                "Durante nueve años el puerto no tuvo luz y los barcos llegaban por suerte. | es",
                "Девять лет в гавани не было света, и лодки находили путь случайно. | ru",
                "九年間、港には灯りがなく、船は運だけを頼りに進んでいました。 | ja"
            })
    void shouldTellTheLanguageOfAPage(String text, String language) {
        assertThat(LANGUAGES.of(text)).contains(language);
    }

    @Test
    void shouldNotGuessTheLanguageOfAFewLetters() {
        assertThat(LANGUAGES.of("OK, 12.5 kg")).isEmpty();
    }
}

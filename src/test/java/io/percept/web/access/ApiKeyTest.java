package io.percept.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.web.access.AccessProperties.Key;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiKeyTest {

    @Test
    void shouldMakeKeysThatDifferAndFitTheirDigests() {
        String one = ApiKey.generate();
        String other = ApiKey.generate();
        ApiKeys keys = new ApiKeys(List.of(
                new Key("one", ApiKey.digest(one), Set.of(Role.READ)),
                new Key("other", ApiKey.digest(other), Set.of(Role.ENRICH))));

        assertThat(one).isNotEqualTo(other);
        assertThat(keys.find(one)).map(Key::name).contains("one");
        assertThat(keys.find(other)).map(Key::name).contains("other");
        assertThat(keys.find(ApiKey.generate())).isEmpty();
    }

    @Test
    void shouldDigestAsAnyOtherSha256Does() {
        // printf 'abc' | sha256sum
        assertThat(ApiKey.digest("abc"))
                .isEqualTo("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void shouldNotTakeTheDigestForTheKey() {
        String digest = ApiKey.digest(ApiKey.generate());

        assertThat(new ApiKeys(List.of(new Key("one", digest, Set.of(Role.READ)))).find(digest))
                .isEmpty();
    }

    @Test
    void shouldRefuseTwoHoldersOfOneKey() {
        String digest = ApiKey.digest(ApiKey.generate());

        assertThatThrownBy(() -> new ApiKeys(
                        List.of(new Key("a", digest, Set.of(Role.READ)), new Key("b", digest, Set.of(Role.READ)))))
                .isInstanceOf(AccessRefused.class)
                .hasMessageContaining("'b'");
    }

    @Test
    void shouldNotShowItsDigestAsText() {
        assertThat(new Key("one", "percept_secret", Set.of(Role.READ)).toString())
                .doesNotContain("secret");
    }
}

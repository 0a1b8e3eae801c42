package io.moltmates.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DirectoryNameTest {

    @Property
    void aNameLeadsBackToItsUser(@ForAll("users") UserId user) {
        String name = user.directoryName();
        if (name.startsWith("%h")) {
            assertThat(DirectoryName.parse(name)).isEmpty();
        } else {
            assertThat(DirectoryName.parse(name)).contains(user);
        }
    }

    @Property
    void aNameIsSafeOnEveryFileSystem(@ForAll("users") UserId user) {
        String name = user.directoryName();
        assertThat(name).matches("[a-z0-9_+%A-F-]+").doesNotContain("..");
        assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(DirectoryName.MAX_BYTES);
        assertThat(name).doesNotStartWith(".").doesNotStartWith("-").doesNotEndWith(".");
    }

    @Property
    void twoUsersNeverShareADirectoryAlsoWhereCaseIsFolded(@ForAll("users") UserId one, @ForAll("users") UserId other) {
        if (!one.equals(other)) {
            assertThat(folded(one)).isNotEqualTo(folded(other));
        }
    }

    @Property
    void caseAloneMakesAnotherDirectory(@ForAll("users") UserId user) {
        String upper = user.platformId().toUpperCase(Locale.ROOT);
        if (!upper.equals(user.platformId()) && upper.length() < UserId.MAX_LENGTH - 20) {
            assertThat(folded(UserId.of(user.channel(), upper))).isNotEqualTo(folded(user));
        }
    }

    @Property
    void noTextThatIsNoNameLeadsToAUser(@ForAll String text) {
        DirectoryName.parse(text)
                .ifPresent(user -> assertThat(user.directoryName()).isEqualTo(text));
    }

    @Example
    void platformsIdsAreWrittenAsTheyShouldBe() {
        assertThat(UserId.of("telegram", "123456").directoryName()).isEqualTo("telegram_123456");
        assertThat(UserId.of("telegram", "-100987").directoryName()).isEqualTo("telegram_-100987");
        assertThat(UserId.of("signal", "+4917012345").directoryName()).isEqualTo("signal_+4917012345");
        assertThat(UserId.of("matrix", "@ada:example.org").directoryName()).isEqualTo("matrix_%40ada%3Aexample%2Eorg");
        assertThat(UserId.of("msteams", "19:x/..;Y").directoryName()).isEqualTo("msteams_19%3Ax%2F%2E%2E%3B%59");
        assertThat(UserId.of("web", "Zoë").directoryName()).isEqualTo("web_%5Ao%C3%AB");
    }

    @Example
    void aVeryLongIdIsHashed() {
        var user = UserId.of("web", "ü".repeat(1000));
        assertThat(user.directoryName()).hasSize(66).startsWith("%h");
        assertThat(user.directoryName())
                .isNotEqualTo(UserId.of("web", "ü".repeat(999)).directoryName());
    }

    @Example
    void halfACharacterIsNoId() {
        assertThatThrownBy(() -> UserId.of("web", "\uD83D").directoryName())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("surrogate");
    }

    @Provide
    Arbitrary<UserId> users() {
        var channels = Arbitraries.of("web", "api", "telegram", "signal", "matrix", "msteams");
        var unicode = Arbitraries.strings()
                .withCharRange('\u0000', '\uD7FF')
                .withCharRange('\uE000', '\uFFFF')
                .ofMinLength(1)
                .ofMaxLength(80);
        var punctuation = Arbitraries.strings()
                .withChars("+;:/@.%_-\\~ aA\0\n*?\"<>|")
                .ofMinLength(1)
                .ofMaxLength(40);
        var words = Arbitraries.of(
                List.of("con", "nul", "..", ".", "%41", "%h", "a%41", "A", "a", "😀", "Straße", "İ", "ß"));
        var longs = Arbitraries.strings().alpha().ofMinLength(150).ofMaxLength(1000);
        var ids = Arbitraries.oneOf(unicode, punctuation, words, longs);
        return channels.flatMap(channel -> ids.map(id -> UserId.of(channel, id)));
    }

    private static String folded(UserId user) {
        return user.directoryName().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}

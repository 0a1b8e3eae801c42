package io.moltmates.schema.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

    @ParameterizedTest
    @CsvSource({"500ms,500ms", "30s,30s", "300s,5m", "24h,24h", "7d,168h", "5 M,5m", "0s,0ms"})
    void readsAndWritesDurations(String text, String again) {
        assertThat(Durations.format(Durations.parse(text))).isEqualTo(again);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "-1s", "1.5h", "30 sec", "99999999999s"})
    void refusesWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(InvalidSetting.class);
    }

    @ParameterizedTest
    @CsvSource({"512m,512m", "1024m,1g", "64k,64k", "1000,1000", "2GB,2g", "0,0", "1073741824,1g"})
    void readsAndWritesSizes(String text, String again) {
        assertThat(ByteSize.parse(text)).hasToString(again);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "-1", "1.5g", "1t", "999999999999g", "9999999999999"})
    void refusesWhatIsNoSize(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text)).isInstanceOf(InvalidSetting.class);
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-5,,gpt-5",
        "openai/gpt-5,openai,gpt-5",
        "openrouter/meta/llama,openrouter,meta/llama",
        "meta/llama,,meta/llama",
        "openai/,,openai/"
    })
    void readsModels(String text, String provider, String model) {
        assertThat(ModelReference.parse(text, Set.of("openai", "openrouter")))
                .isEqualTo(new ModelReference(provider, model));
    }
}

package io.moltmates.ingress.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientFrameTest {

    @Test
    void readsAMessage() {
        assertThat(parse("{\"type\":\"message\",\"id\":\"c1\",\"text\":\"hi\",\"attachments\":[\"a.txt\"]}"))
                .isEqualTo(new ClientFrame.Message("c1", "hi", List.of("a.txt")));
    }

    @Test
    void readsAttachmentsAsTheUploadAnsweredThem() {
        assertThat(parse("{'type':'message','id':'c1','text':'','attachments':[{'name':'a.txt','size':1}]}"
                        .replace('\'', '"')))
                .isEqualTo(new ClientFrame.Message("c1", "", List.of("a.txt")));
    }

    @Test
    void readsAPing() {
        assertThat(parse("{\"type\":\"ping\"}")).isEqualTo(new ClientFrame.Ping());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            hello                                 | A frame is a JSON object, such as {"type":"ping"}; this one is not JSON.
            []                                    | A frame is a JSON object, such as {"type":"ping"}.
            {}                                    | Unknown frame type ''. A page may send 'message' and 'ping'.
            {"type":"dance"}                      | Unknown frame type 'dance'. A page may send 'message' and 'ping'.
            {"type":"message","text":"hi"}        | A message needs an 'id' that has 1 to 100 letters, digits, '.', '_', ':' or '-'.
            {"type":"message","id":"../x"}        | A message needs an 'id' that has 1 to 100 letters, digits, '.', '_', ':' or '-'.
            """)
    void saysWhatIsWrongWithAFrame(String frame, String reason) {
        assertThat(parse(frame)).isEqualTo(new ClientFrame.Unreadable(reason));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"message","id":"c1"}                                     | The message is empty. Write something, or attach a file.
            {"type":"message","id":"c1","text":"  "}                         | The message is empty. Write something, or attach a file.
            {"type":"message","id":"c1","text":7}                            | A message's 'text' is a string.
            {"type":"message","id":"c1","text":"x","attachments":"a.txt"}    | A message's 'attachments' are up to 20 names of uploaded files.
            {"type":"message","id":"c1","text":"x","attachments":[1]}        | A message's 'attachments' are up to 20 names of uploaded files.
            {"type":"message","id":"c1","text":"0123456789äöü"}              | The message is too long: 16 bytes, and at most 15 are taken. Send the text as a file instead.
            """)
    void saysWhyAMessageIsRejected(String frame, String reason) {
        assertThat(parse(frame)).isEqualTo(new ClientFrame.Rejected("c1", reason));
    }

    private static ClientFrame parse(String json) {
        return ClientFrame.parse(json, 15);
    }
}

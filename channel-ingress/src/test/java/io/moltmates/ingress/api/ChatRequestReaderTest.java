package io.moltmates.ingress.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatRequestReaderTest {

    private final ChatRequestReader reader = new ChatRequestReader(40);

    @Test
    void takesTheLastUserMessageForTheTurn() {
        var request = read("{'model':'gpt-4o','messages':[{'role':'user','content':'first'},"
                + "{'role':'assistant','content':'yes?'},{'role':'user','content':'last'}]}");

        assertThat(request.text()).isEqualTo("last");
        assertThat(request.model()).isEqualTo("gpt-4o");
        assertThat(request.stream()).isFalse();
        assertThat(request.user()).isNull();
        assertThat(request.context()).isNull();
    }

    @Test
    void takesSystemAndDeveloperMessagesForTheContext() {
        var request = read("{'messages':[{'role':'system','content':'Be brief.'},{'role':'user','content':'hi'},"
                + "{'role':'developer','content':[{'type':'text','text':'No lists.'}]}]}");

        assertThat(request.context()).isEqualTo("Be brief.\n\nNo lists.");
        assertThat(request.text()).isEqualTo("hi");
    }

    @Test
    void takesPartsOfTextAndPictures() {
        var request = read("{'messages':[{'role':'user','content':[{'type':'text','text':'what'},"
                + "{'type':'text','text':'is it?'},"
                + "{'type':'image_url','image_url':{'url':'data:image/png;base64,AQID','detail':'low'}}]}]}");

        assertThat(request.text()).isEqualTo("what\nis it?");
        assertThat(request.images()).singleElement().satisfies(image -> {
            assertThat(image.mediaType()).isEqualTo("image/png");
            assertThat(image.content()).containsExactly(1, 2, 3);
        });
    }

    @Test
    void takesAPictureAlone() {
        var request = read("{'messages':[{'role':'user','content':[{'type':'image_url','image_url':"
                + "{'url':'data:image/jpeg;base64,AQID'}}]}]}");

        assertThat(request.text()).isEmpty();
        assertThat(request.images()).hasSize(1);
    }

    @Test
    void readsHowToStream() {
        var request = read("{'stream':true,'stream_options':{'include_usage':true},"
                + "'messages':[{'role':'user','content':'hi'}],'user':'bob'}");

        assertThat(request.stream()).isTrue();
        assertThat(request.includeUsage()).isTrue();
        assertThat(request.user()).isEqualTo("bob");
    }

    @Test
    void takesWhatTunesAModelAndWhatIsSwitchedOff() {
        var request = read("{'temperature':0.2,'max_tokens':10,'max_completion_tokens':10,'seed':1,'top_p':1,'n':1,"
                + "'tools':[],'stop':null,'logprobs':false,'response_format':{'type':'text'},'unheard_of':true,"
                + "'modalities':['text'],'messages':[{'role':'user','content':'hi'}]}");

        assertThat(request.text()).isEqualTo("hi");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            hello                     | -                    | invalid_json               | The body is not JSON.
            []                        | -                    | invalid_json               | The body is a JSON object with 'model' and 'messages'.
            {}                        | messages             | missing_required_parameter | Missing required parameter: 'messages'.
            {"messages":[]}           | messages             | invalid_type               | 'messages' is an array with at least one message.
            {"messages":"hi"}         | messages             | invalid_type               | 'messages' is an array with at least one message.
            {"messages":[1]}          | messages[0].role     | invalid_type               | Each message has a 'role'.
            {"messages":[{"role":"boss","content":"x"}]}      | messages[0].role | invalid_value | Unknown role 'boss'. Known are system, developer, user and assistant.
            {"messages":[{"role":"system","content":"x"}]}    | messages | invalid_value | There is no message of role 'user' to answer.
            {"messages":[{"role":"tool","content":"x"}]}      | messages[0].role | unsupported_value | Results of client-side tools are not supported: the assistant has tools of its own.
            {"messages":[{"role":"user","content":" "}]}      | messages[0].content | invalid_value | The last user message is empty. Say something.
            {"messages":[{"role":"user","content":7}]}        | messages[0].content | invalid_type | 'content' is a string, or an array of parts.
            {"messages":[{"role":"user","content":[{"type":"text"}]}]} | messages[0].content[0].text | invalid_type | A part of type 'text' has a 'text' that is a string.
            {"messages":[{"role":"user","content":[{"type":"input_audio"}]}]} | messages[0].content[0].type | unsupported_value | Parts of type 'input_audio' are not supported. Known are 'text' and 'image_url'.
            {"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"http://x/y.png"}}]}]} | messages[0].content[0].image_url.url | invalid_image_url | Pictures come as 'data:image/png;base64,…' (png, jpeg, gif or webp); addresses are not fetched.
            {"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,?"}}]}]} | messages[0].content[0].image_url.url | invalid_image_url | The picture is not valid base64.
            """)
    void saysWhatIsWrongWithARequest(String body, String param, String code, String message) {
        assertThat(refusal(body)).isEqualTo(ApiError.invalid(param, code, message));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            "tools":[{"type":"function"}]             | tools           | unsupported_parameter | Client-side tools are not supported: the assistant has tools of its own. Leave out 'tools'.
            "functions":[{"name":"f"}]                | functions       | unsupported_parameter | Client-side functions are not supported: the assistant has tools of its own. Leave out 'functions'.
            "logprobs":true                           | logprobs        | unsupported_parameter | Log probabilities are not supported. Leave out 'logprobs'.
            "stop":["x"]                              | stop            | unsupported_parameter | Stop sequences are not supported. Leave out 'stop'.
            "audio":{"voice":"alloy"}                 | audio           | unsupported_parameter | Audio is not supported. Leave out 'audio'.
            "modalities":["audio"]                    | modalities      | unsupported_value     | Answers are text: 'modalities' can only be ["text"].
            "response_format":{"type":"json_object"}  | response_format | unsupported_value     | Answers are text: 'response_format' can only be {"type":"text"}.
            "n":2                                     | n               | unsupported_value     | There is one answer to a message: 'n' can only be 1.
            "stream":"yes"                            | stream          | invalid_type          | 'stream' is true or false.
            "stream_options":{"include_usage":true}   | stream_options  | -                     | 'stream_options' is only for requests with 'stream': true.
            "model":7                                 | model           | invalid_type          | 'model' is a string.
            "user":7                                  | user            | invalid_type          | 'user' is a string.
            "user":""                                 | user            | invalid_value         | 'user' is a name of 1 to 200 characters without spaces.
            "user":"a b"                              | user            | invalid_value         | 'user' is a name of 1 to 200 characters without spaces.
            """)
    void saysWhatIsWrongWithAParameter(String member, String param, String code, String message) {
        assertThat(refusal("{" + member + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"))
                .isEqualTo(ApiError.invalid(param, code, message));
    }

    @Test
    void refusesWhatIsTooLong() {
        var error = refusal("{\"messages\":[{\"role\":\"user\",\"content\":\"" + "ä".repeat(21) + "\"}]}");

        assertThat(error.status()).isEqualTo(413);
        assertThat(error.message()).isEqualTo("The message is too long: 42 bytes, and at most 40 are taken.");
    }

    private ChatRequest read(String body) {
        return reader.read(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private ApiError refusal(String body) {
        return catchThrowableOfType(ApiError.Refused.class, () -> reader.read(body.getBytes(StandardCharsets.UTF_8)))
                .error();
    }
}

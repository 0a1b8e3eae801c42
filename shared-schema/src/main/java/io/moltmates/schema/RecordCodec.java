package io.moltmates.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.module.blackbird.BlackbirdModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// Turns records into the JSON that lies on topics and in files, and back. Readers ignore what they do not know.
public final class RecordCodec {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new BlackbirdModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
            .disable(MapperFeature.AUTO_DETECT_GETTERS)
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .build();

    private RecordCodec() {}

    /// The mapper itself, for trees and files of the same form.
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Can't be written as JSON: " + value.getClass().getName(), e);
        }
    }

    /// @throws MalformedRecordException if the bytes are not JSON of this type
    public static <T> T read(byte @Nullable [] json, Class<T> type) {
        if (json == null) { // a tombstone, where a record should be
            throw new MalformedRecordException("Not a " + type.getSimpleName() + ": the record is empty", null);
        }
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new MalformedRecordException(
                        "Not a " + type.getSimpleName() + ": the record is the JSON null", null);
            }
            return value;
        } catch (IOException e) {
            // not as the cause: its message may quote what the record holds, and causes are logged
            throw new MalformedRecordException(
                    "Not a " + type.getSimpleName() + ": " + e.getClass().getSimpleName() + place(e), null);
        }
    }

    private static String place(IOException failure) {
        return failure instanceof JsonProcessingException json && json.getLocation() != null
                ? " at byte " + json.getLocation().getByteOffset()
                : "";
    }
}

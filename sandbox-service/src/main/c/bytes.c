#include "bytes.h"

#include <string.h>

uint32_t get_u32(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

uint64_t get_u64(const uint8_t *bytes) {
    return (uint64_t)get_u32(bytes) << 32 | get_u32(bytes + 4);
}

void put_u32(uint8_t *bytes, uint32_t value) {
    bytes[0] = (uint8_t)(value >> 24);
    bytes[1] = (uint8_t)(value >> 16);
    bytes[2] = (uint8_t)(value >> 8);
    bytes[3] = (uint8_t)value;
}

void put_u64(uint8_t *bytes, uint64_t value) {
    put_u32(bytes, (uint32_t)(value >> 32));
    put_u32(bytes + 4, (uint32_t)value);
}

static const uint8_t *take(struct reader *reader, size_t length) {
    if (reader->bad || reader->left < length) {
        reader->bad = true;
        return NULL;
    }
    const uint8_t *bytes = reader->at;
    reader->at += length;
    reader->left -= length;
    return bytes;
}

uint8_t read_u8(struct reader *reader) {
    const uint8_t *bytes = take(reader, 1);
    return bytes == NULL ? 0 : bytes[0];
}

uint16_t read_u16(struct reader *reader) {
    const uint8_t *bytes = take(reader, 2);
    return bytes == NULL ? 0 : (uint16_t)(bytes[0] << 8 | bytes[1]);
}

uint32_t read_u32(struct reader *reader) {
    const uint8_t *bytes = take(reader, 4);
    return bytes == NULL ? 0 : get_u32(bytes);
}

uint64_t read_u64(struct reader *reader) {
    const uint8_t *bytes = take(reader, 8);
    return bytes == NULL ? 0 : get_u64(bytes);
}

const uint8_t *read_string(struct reader *reader, size_t most, size_t *length) {
    *length = read_u32(reader);
    if (*length > most) {
        reader->bad = true;
    }
    return take(reader, *length);
}

void write_bytes(struct writer *writer, const void *bytes, size_t length) {
    if (writer->full || writer->left < length) {
        writer->full = true;
        return;
    }
    if (length > 0) {
        memcpy(writer->at, bytes, length);
    }
    writer->at += length;
    writer->left -= length;
    writer->written += length;
}

void write_u8(struct writer *writer, uint8_t value) {
    write_bytes(writer, &value, 1);
}

void write_u16(struct writer *writer, uint16_t value) {
    uint8_t bytes[2] = {(uint8_t)(value >> 8), (uint8_t)value};
    write_bytes(writer, bytes, sizeof bytes);
}

void write_u32(struct writer *writer, uint32_t value) {
    uint8_t bytes[4];
    put_u32(bytes, value);
    write_bytes(writer, bytes, sizeof bytes);
}

void write_u64(struct writer *writer, uint64_t value) {
    uint8_t bytes[8];
    put_u64(bytes, value);
    write_bytes(writer, bytes, sizeof bytes);
}

void write_string(struct writer *writer, const void *bytes, size_t length) {
    write_u32(writer, (uint32_t)length);
    write_bytes(writer, bytes, length);
}

/* Big-endian numbers and length-prefixed strings, read and written within bounds. */
#ifndef MOLTMATE_BYTES_H
#define MOLTMATE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is left of a payload. Once a read would go past the end, `bad` stays set and every further read gives zero. */
struct reader {
    const uint8_t *at;
    size_t left;
    bool bad;
};

uint8_t read_u8(struct reader *reader);
uint16_t read_u16(struct reader *reader);
uint32_t read_u32(struct reader *reader);
uint64_t read_u64(struct reader *reader);

/* A string's bytes, which stay where they are; NULL where it is longer than the payload or than `most`. */
const uint8_t *read_string(struct reader *reader, size_t most, size_t *length);

/* A buffer that is written front to back. What does not fit is left out and sets `full`. */
struct writer {
    uint8_t *at;
    size_t left;
    size_t written;
    bool full;
};

void write_u8(struct writer *writer, uint8_t value);
void write_u16(struct writer *writer, uint16_t value);
void write_u32(struct writer *writer, uint32_t value);
void write_u64(struct writer *writer, uint64_t value);
void write_bytes(struct writer *writer, const void *bytes, size_t length);
void write_string(struct writer *writer, const void *bytes, size_t length);

uint32_t get_u32(const uint8_t *bytes);
uint64_t get_u64(const uint8_t *bytes);
void put_u32(uint8_t *bytes, uint32_t value);
void put_u64(uint8_t *bytes, uint64_t value);

#endif

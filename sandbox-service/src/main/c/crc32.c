#include "crc32.h"

#include <stdbool.h>

static uint32_t table[256];

static void fill_table(void) {
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t value = i;
        for (int bit = 0; bit < 8; bit++) {
            value = (value & 1) != 0 ? value >> 1 ^ 0xEDB88320u : value >> 1;
        }
        table[i] = value;
    }
}

uint32_t crc32_of(uint32_t crc, const uint8_t *bytes, size_t length) {
    static bool filled;
    if (!filled) {
        fill_table();
        filled = true;
    }
    crc = ~crc;
    for (size_t i = 0; i < length; i++) {
        crc = table[(crc ^ bytes[i]) & 0xFF] ^ crc >> 8;
    }
    return ~crc;
}

#include "options.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_NAME = 4095, MOST_IDLE_SECONDS = 31536000 };

static bool parse_seconds(const char *text, uint64_t *seconds) {
    char *end;
    if (text[0] < '0' || text[0] > '9') {
        return false;
    }
    unsigned long long number = strtoull(text, &end, 10);
    *seconds = number;
    return *end == '\0' && number > 0 && number <= MOST_IDLE_SECONDS;
}

const char *options_parse(int count, char **arguments, struct options *options, struct programs *programs) {
    *options = (struct options){.landlock_required = true};
    for (int i = 1; i < count; i++) {
        const char *option = arguments[i];
        const char *value = i + 1 < count ? arguments[i + 1] : "";
        if (strcmp(option, "--probe") == 0) {
            options->probe = true;
        } else if (strcmp(option, "--tcp") == 0) {
            options->tcp = true;
        } else if (strcmp(option, "--idle") == 0) {
            if (!parse_seconds(value, &options->idle_seconds)) {
                return "--idle takes a number of seconds, 1 to 31536000";
            }
            i++;
        } else if (strcmp(option, "--landlock") == 0) {
            options->landlock_required = strcmp(value, "required") == 0;
            if (!options->landlock_required && strcmp(value, "none") != 0) {
                return "--landlock takes 'required' or 'none'";
            }
            i++;
        } else if (strcmp(option, "--allow") == 0) {
            while (i + 1 < count && strncmp(arguments[i + 1], "--", 2) != 0) {
                if (strlen(arguments[++i]) > MOST_NAME || !programs_add(programs, arguments[i])) {
                    return "--allow has too many programs, or too long a name";
                }
            }
        } else {
            return "it knows --idle SECONDS, --landlock required|none, --tcp, --allow PROGRAM..., --probe";
        }
    }
    return options->probe || options->idle_seconds > 0 ? NULL : "--idle SECONDS is missing";
}

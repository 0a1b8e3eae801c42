/* moltmate-supervisor: the first process of a sandbox's container. See PROTOCOL.md. */
#include "landlock.h"
#include "options.h"
#include "server.h"

#include <stdio.h>
#include <unistd.h>

static struct programs programs;
static struct options options;

static int probe(void) {
    printf("landlock\t%d\n", landlock_abi());
    for (size_t i = 0; i < programs.count; i++) {
        const struct program *program = &programs.list[i];
        printf("program\t%s\t%s\n", program->name, program->path);
        if (program->refused != NULL) {
            fprintf(stderr, "moltmate-supervisor: %s is not allowed to run: %s\n", program->name, program->refused);
        }
    }
    return fflush(stdout) == 0 ? 0 : 1;
}

int main(int count, char **arguments) {
    const char *wrong = options_parse(count, arguments, &options, &programs);
    if (wrong != NULL) {
        dprintf(STDERR_FILENO, "moltmate-supervisor: %s\n", wrong);
        return 64;
    }
    return options.probe ? probe() : server_run(&options, &programs);
}

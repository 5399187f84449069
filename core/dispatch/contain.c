/* contain.c - see contain.h. */
#include "contain.h"

#include "base/interrupt.h"
#include "base/memory.h"
#include "dispatch/isolate.h"
#include "dispatch/target_file.h"
#include "dispatch/target_store.h"

#include <stdio.h>
#include <string.h>

/* True when bytes of it went where they cannot be taken back from. */
static bool abandon_files(struct target *target)
{
    bool out = false;

    for (size_t i = 0; i < target->file_count; i++) {
        struct output *output = target->files[i]->output;

        if (output == NULL)
            continue;
        out |= output_is_out(output);
        output_abandon(output);
    }
    publication_abandon(target->publication, target);
    publication_abandon(target->publication, &target->split);
    return out;
}

int target_contain(struct target *target, struct problem *problem)
{
    static const char cannot[] = "; what was written in place cannot be taken back";
    size_t size = strlen(problem->text) + sizeof(cannot);

    if (!target->isolate || problem->status != EXIT_FAILED || interrupt_pending() != 0)
        return -1;
    target->failed = mem_alloc(size);
    (void)snprintf(target->failed, size, "%s%s", problem->text,
                   abandon_files(target) ? cannot : "");
    *problem = (struct problem){ 0 };
    return 0;
}

int contain_all(struct target *const *targets, size_t count, struct problem *problem)
{
    const char *failed = NULL;

    for (size_t i = 0; i < count; i++) {
        if (targets[i]->failed == NULL)
            return 0;
        failed = failed != NULL ? failed : targets[i]->failed;
    }
    return failed == NULL
               ? 0
               : problem_failed(problem, "no target is left, nothing was published: %s", failed);
}
